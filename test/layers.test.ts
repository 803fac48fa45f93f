// The layering: a folder imports only from folders before it, modules only from src/module.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LAYERS = ['model', 'template', 'host', 'plan', 'module', 'load', 'run', 'report', 'cli'];

function sources(directory: string): readonly string[] {
  return readdirSync(join(ROOT, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(directory, name));
}

/** The files of the project that a file imports, relative to the root. */
function imports(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(/^\s*(?:import|export)\b[^'"`;]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/gm);
  return [...found].map((match) => relative(ROOT, resolve(ROOT, dirname(file), match[1] ?? match[2] ?? '')));
}

describe('layers', () => {
  for (const [index, layer] of LAYERS.entries()) {
    it(`src/${layer} imports only from ${['itself', ...LAYERS.slice(0, index)].join(', ')}`, () => {
      const allowed = LAYERS.slice(0, index + 1).map((one) => `src/${one}/`);
      const wrong = sources(`src/${layer}`).flatMap((file) =>
        imports(file)
          .filter((target) => !allowed.some((folder) => target.startsWith(folder)))
          .map((target) => `${file} -> ${target}`),
      );
      expect(wrong).to.deep.equal([]);
    });
  }

  it('modules import only the module library and each other', () => {
    const wrong = sources('modules').flatMap((file) =>
      imports(file)
        .filter((target) => target !== 'src/module/index.ts' && !target.startsWith('modules/'))
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).to.deep.equal([]);
  });
});

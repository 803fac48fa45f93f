// The manual: pages that are as the declarations are, whole entries, and examples that load.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { modulePages } from '../../scripts/module-pages.ts';
import { manualText } from '../../src/cli/manual-text.ts';
import { renderDiagnostics } from '../../src/load/diagnostics/render.ts';
import { createLoader } from '../../src/load/playbook/loader.ts';
import { moduleCatalogue } from '../../src/load/playbook/module-catalogue.ts';
import { templateCheck } from '../../src/load/playbook/template-check.ts';
import { error } from '../../src/model/diagnostic.ts';
import { type Manual, manualOf } from '../../src/module/manual.ts';
import { Catalogue } from '../../src/module/registry.ts';
import { exampleNeeds, examplePlay, whyNotRun } from '../support/examples.ts';
import { writeProject } from '../support/run-playbook.ts';

const directory = fileURLToPath(new URL('../../docs/modules', import.meta.url));

describe('the manual of modules', () => {
  const manuals = new Map<string, Manual>();
  const catalogue = new Catalogue();
  before(async () => {
    for (const word of catalogue.names()) {
      const found = await catalogue.resolve(word);
      if (found) manuals.set(word, manualOf(found.name, found.module));
    }
  });

  it('has the pages that npm run docs makes', async () => {
    const pages = await modulePages(catalogue);
    const stale = [...pages].filter(([name, text]) => {
      const path = join(directory, name);
      return !existsSync(path) || readFileSync(path, 'utf8') !== text;
    });
    const left = readdirSync(directory).filter((name) => !pages.has(name));
    expect([...stale.map(([name]) => name), ...left], 'out of date: npm run docs').to.deep.equal([]);
  });

  it('has an example for each module, and tells what each parameter means', () => {
    const poor = [...manuals].filter(
      ([, { examples, parameters }]) => examples.length === 0 || parameters.some(({ doc }) => doc.trim() === ''),
    );
    expect(poor.map(([word]) => word)).to.deep.equal([]);
  });

  it('fits into 80 columns of a terminal', () => {
    const long = [...manuals].flatMap(([, manual]) =>
      manualText({ ...manual, examples: [] }, 'native')
        .split('\n')
        // A word that is longer than a line cannot be broken.
        .filter((line) => line.length > 80 && line.trim().includes(' ')),
    );
    expect(long).to.deep.equal([]);
  });

  it('has examples that load, with the parameters that there are', async () => {
    const plays = [...manuals].flatMap(([word, manual]) => examplePlay(word, manual, 'all') ?? []);
    const project = writeProject({ 'site.yml': plays.join('') });
    const loader = createLoader({
      modules: moduleCatalogue(catalogue),
      templates: templateCheck,
      names: { text: (node) => ({ ok: false, problems: [error('nothing is known here', node.span)] }) },
      rolesPath: [],
      collectionsPath: [],
    });
    try {
      const loaded = await loader.playbook(join(project.directory, 'site.yml'));
      expect(renderDiagnostics(loaded.ok ? (loaded.warnings ?? []) : loaded.problems)).to.equal('');
    } finally {
      project.remove();
    }
  });

  it('says only of examples that there are why they are not run', () => {
    const unknown = [...exampleNeeds].flatMap(([word, { cannot = {} }]) =>
      Object.keys(cannot)
        .filter((name) => name !== '*' && !manuals.get(word)?.examples.some((example) => example.name === name))
        .map((name) => `${word}: ${name}`),
    );
    expect(unknown).to.deep.equal([]);
    expect(whyNotRun('command', 'Run a program once')).to.equal(undefined);
  });
});

// Builds dist/: one bundle of the commands and all modules, what starts it, and the library that users' modules import.

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { warmUp } from './warm-up.mjs';

const root = new URL('..', import.meta.url).pathname;
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
};

rmSync(`${root}/dist`, { recursive: true, force: true });
mkdirSync(`${root}/dist`);
const name = await bundle();
await starter(name);
await library(name);
// What runs in the Python of hosts, read when the first such module is run.
copyFileSync(`${root}/src/module/foreign/helper.py`, `${root}/dist/helper.py`);
await warmUp(root);

/** The name tells one bundle from another: what is compiled of it is kept under it. */
async function bundle() {
  const { outputFiles } = await build({
    ...common,
    entryPoints: ['src/cli/bundle.ts'],
    outfile: 'dist/bundle.cjs',
    format: 'cjs',
    // A script from a cache of compiled code cannot import; what is in the bundle is loaded when it is asked for all the same.
    supported: { 'dynamic-import': false },
    // jiti brings a compiler that only users of TypeScript modules need; ssh2 does without its native parts.
    external: ['cpu-features', 'jiti', '*.node'],
    define: { TSPLAY_VERSION: JSON.stringify(version), 'import.meta.url': '__bundleUrl' },
    banner: { js: "'use strict'; const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    sourcemap: 'external',
    plugins: [
      { name: 'native modules', setup: ({ onLoad }) => onLoad({ filter: /src\/module\/native\.ts$/ }, table) },
      // ssh2's agents for HTTP over ssh, which nobody uses here, would load all of Node's HTTP at every start.
      {
        name: 'unused',
        setup: ({ onLoad }) => onLoad({ filter: /ssh2\/lib\/http-agents\.js$/ }, () => ({ contents: '' })),
      },
    ],
  });
  const code = outputFiles.find(({ path }) => path.endsWith('.cjs'));
  const map = outputFiles.find(({ path }) => path.endsWith('.map'));
  // ASCII is read and compiled as it is; what esbuild leaves is in regular expressions.
  const text = code.text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const file = `tsplay-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.cjs`;
  writeFileSync(`${root}/dist/${file}`, `${text}//# sourceMappingURL=${file}.map\n`);
  writeFileSync(`${root}/dist/${file}.map`, map.contents);
  return file;
}

/** What stands for `src/module/native.ts`: every module of the source tree, by its name. */
function table() {
  const names = readdirSync(`${root}/modules`).filter((file) => file.endsWith('.ts'));
  const rows = names.map((file) => `['${file.slice(0, -3)}', () => import('../../modules/${file}')]`);
  return { loader: 'ts', contents: `export const nativeModules = () => new Map([${rows.join(', ')}]);` };
}

async function starter(file) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: ['src/cli/start.ts'],
    outfile: 'dist/start.js',
    format: 'esm',
    define: { TSPLAY_VERSION: JSON.stringify(version), TSPLAY_BUNDLE: JSON.stringify(`./${file}`) },
  });
  for (const { path, contents } of outputFiles) writeFileSync(path, contents);
}

/** The library is the bundle's own, so that users' modules and tsplay share it. */
async function library(file) {
  const { metafile } = await build({
    ...common,
    entryPoints: ['src/module/index.ts'],
    outfile: 'dist/module.js',
    format: 'esm',
    external: ['ssh2', 'cpu-features', 'jiti', '*.node'],
    metafile: true,
  });
  const [{ exports }] = Object.values(metafile.outputs);
  writeFileSync(
    `${root}/dist/module.js`,
    `import { createRequire } from 'node:module';\nconst { library } = createRequire(import.meta.url)('./${file}');\nexport const { ${exports.join(', ')} } = library;\n`,
  );
}

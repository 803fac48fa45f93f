// Builds dist/: the command line as a few bundled files that load lazily, the module library, and one file per module.

import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const root = new URL('..', import.meta.url).pathname;
const modules = readdirSync(`${root}/modules`).filter((name) => name.endsWith('.ts'));

rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: [
    { in: 'src/cli/entry.ts', out: 'cli' },
    { in: 'src/cli/tsplay-playbook.ts', out: 'playbook' },
    { in: 'src/module/index.ts', out: 'module' },
    ...modules.map((name) => ({ in: `modules/${name}`, out: `modules/${name.slice(0, -3)}` })),
  ],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  chunkNames: 'chunk-[hash]',
  // ssh2 finds its optional native parts by itself; jiti brings a compiler that only users of TypeScript modules need.
  external: ['ssh2', 'cpu-features', 'jiti', '*.node'],
  define: { TSPLAY_VERSION: JSON.stringify(version) },
  // Bundled CommonJS packages ask for Node's own modules by require, which ES modules do not have.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  sourcemap: 'linked',
  legalComments: 'none',
  logLevel: 'warning',
});

// What runs in the Python of hosts, read when the first such module is run.
copyFileSync(`${root}/src/module/foreign/helper.py`, `${root}/dist/helper.py`);

// `npm run docs`: writes docs/modules anew.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modulePages } from './module-pages.ts';

const directory = fileURLToPath(new URL('../docs/modules', import.meta.url));
const pages = await modulePages();
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
for (const [name, text] of pages) writeFileSync(join(directory, name), text);
console.log(`${pages.size} pages in docs/modules`);

// Where the command starts: what needs nothing is answered before anything else is loaded.

import { version } from './version.ts';

const [, , ...words] = process.argv;
if (words.length === 1 && words[0] === '--version') process.stdout.write(`${version()}\n`);
else await import('./main.ts');

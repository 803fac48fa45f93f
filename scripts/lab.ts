// Starts, lists and ends lab hosts from the command line: see test/lab/README.md.

import { main } from '../test/lab/cli.ts';

process.exitCode = await main(process.argv.slice(2));

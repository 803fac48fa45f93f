#!/usr/bin/env node
// The command with ansible-playbook's command line; everything is in the build.

import { existsSync } from 'node:fs';

const build = new URL('../dist/playbook.js', import.meta.url);
if (existsSync(build)) await import(build.href);
else {
  process.stderr.write('tsplay is not built yet: run "npm ci" (or "npm run build") in its directory.\n');
  process.exitCode = 1;
}

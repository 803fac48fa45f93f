#!/usr/bin/env node
// The command; everything is in the build.

import { existsSync } from 'node:fs';

const build = new URL('../dist/start.js', import.meta.url);
if (existsSync(build)) {
  const { start } = await import(build.href);
  await start('tsplay');
} else {
  process.stderr.write('tsplay is not built yet: run "npm ci" (or "npm run build") in its directory.\n');
  process.exitCode = 1;
}

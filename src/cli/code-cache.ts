// Loads a CommonJS file together with what V8 compiled of it in an earlier process: compiling took half of a command's start.

import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/**
 * What the file exports; later `require`s of it get the same. It has to be ASCII, and to have another name when its text is another: V8 compares
 * only the length. `keep`: what this process compiles is kept beside the file at its end, where nothing is kept yet for this V8 and its flags.
 */
export function requireCached<Exports>(url: URL, { keep }: { readonly keep: boolean }): Exports {
  const file = fileURLToPath(url);
  const cacheFile = `${file}.${cachedDataVersionTag()}.cache`;
  const cachedData = contents(cacheFile);
  const script = new Script(Module.wrap(readFileSync(file, 'latin1')), {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  const module = new Module(file);
  const require = createRequire(file);
  require.cache[file] = module;
  script.runInThisContext()(module.exports, require, module, file, dirname(file));
  module.loaded = true;
  if (keep && (!cachedData || script.cachedDataRejected)) process.on('exit', () => write(cacheFile, script));
  return module.exports;
}

function contents(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

// Whoever may not write there starts more slowly, and so does who comes while it is half written, but for the renaming.
function write(file: string, script: Script): void {
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(unfinished, script.createCachedData(), { flag: 'wx' });
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
  }
}

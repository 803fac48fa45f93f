// The program that runs modules in the host's Python, and how an interpreter is started with it.

import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';

/*
 * What the interpreter gets as its argument, and so any user of the host may see it: nothing but how to get the rest. It tells the
 * version before anything that an old Python could not read, and drops the current directory from where modules are searched.
 */
const STARTER = `import sys
sys.path[:]=[p for p in sys.path if p not in ("",".")]
import os
h='{"version":[%d,%d,%d]}'%tuple(sys.version_info[:3])
os.write(1,("%d 0\\n%s"%(len(h),h)).encode("ascii"))
def r(n):
 b="".encode("ascii")
 while len(b)<n:
  c=os.read(0,n-len(b))
  if not c: raise SystemExit(1)
  b+=c
 return b
exec(compile(r(int(r(8))),"<tsplay>","exec"))`;

/** sh text that becomes the helper. `interpreter` is sh text, too: a user may write \`/usr/bin/env python3\`. */
export function startHelper(interpreter: string): string {
  return `exec ${interpreter} -c '${STARTER.replaceAll("'", "'\\''")}'`;
}

let source: Buffer | undefined;

/** What the helper reads first: its own text. */
export function helperSource(): Buffer {
  source ??= sized(readFileSync(new URL('./helper.py', import.meta.url)));
  return source;
}

function sized(text: Buffer): Buffer {
  return Buffer.concat([Buffer.from(String(text.length).padStart(8, '0')), text]);
}

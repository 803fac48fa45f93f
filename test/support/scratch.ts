// A directory of its own for each test.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory that exists during one test. */
export interface Scratch {
  /** The absolute path of the directory, or of what is in it. */
  path(...parts: readonly string[]): string;
  /** Writes a file and the directories above it, and gives back its path. */
  write(name: string, content: string | Buffer, mode?: number): string;
}

/** Makes the directory before each test of the suite and removes it afterwards. */
export function scratch(): Scratch {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tsplay-test-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const path = (...parts: readonly string[]): string => join(root, ...parts);
  return {
    path,
    write(name, content, mode = 0o644) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), content);
      chmodSync(path(name), mode);
      return path(name);
    },
  };
}

// The cases of the language: playbooks with what the oracle says of them, which both engines are held to.

import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunSettings } from '../../src/run/index.ts';

/** A directory of `test/run/cases`: `site.yml` and its files, `case.json`, and the transcript `expected.txt`. */
export interface LanguageCase {
  readonly name: string;
  readonly directory: string;
  readonly hosts: readonly string[];
  /** What tsplay is told. */
  readonly settings: Partial<RunSettings>;
  /** What `ansible-playbook` is told, meaning the same. */
  readonly args: readonly string[];
  /** Variables for the hosts' connection, where it is not just local. */
  readonly expected: readonly string[];
}

const casesDirectory = fileURLToPath(new URL('../run/cases', import.meta.url));

/** All cases, by name. */
export function languageCases(): readonly LanguageCase[] {
  return readdirSync(casesDirectory)
    .sort()
    .map((name) => {
      const directory = join(casesDirectory, name);
      const {
        hosts = ['a'],
        settings = {},
        args = [],
      } = JSON.parse(readFileSync(join(directory, 'case.json'), 'utf8'));
      return { name, directory, hosts, settings, args, expected: readExpected(directory) };
    });
}

function readExpected(directory: string): readonly string[] {
  const path = join(directory, 'expected.txt');
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
}

/** Gives a copy of the case to some work, so that what it writes is gone afterwards. */
export async function withCopy<T>({ directory }: LanguageCase, work: (copy: string) => T | Promise<T>): Promise<T> {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'tsplay-case-')));
  try {
    cpSync(directory, copy, { recursive: true });
    return await work(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

// Runs modules that are programs of their own (shell, Perl, machine code): with a file of arguments, in a directory that goes again.

import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { Fragment, Reply } from '../../host/index.ts';
import type { Dict, Value } from '../../model/value.ts';
import { dumpJson } from '../../template/text/json-dump.ts';
import { ModuleError } from '../module.ts';
import { jsonArguments, wordArguments } from './arguments.ts';
import type { ModuleOutput } from './helper.ts';
import { EMBEDDED_ARGUMENTS, type ModuleFile } from './module-file.ts';

/*
 * The program comes on standard input and the arguments as a word of the shell, so that nobody else on the host sees either. The
 * directory's name is our own random one: `mkdir` refuses what somebody put there, a link too.
 */
const SCRIPT = `directory="\${TMPDIR:-/tmp}/tsplay-$1"
(umask 077 && mkdir -- "$directory") || exit 125
trap 'rm -rf -- "$directory"' EXIT
trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM
(umask 077 && cat >"$directory/$2" && printf %s "$3" >"$directory/args" && chmod 700 "$directory/$2") || exit 125
name=$2; shift 3
"$@" "$directory/$name" "$directory/args" </dev/null`;

export interface ScriptCall {
  readonly module: ModuleFile;
  readonly name: string;
  /** With Ansible's own. */
  readonly args: Dict;
  /** The program that runs it, and that program's arguments; empty where it runs by itself. */
  readonly words: readonly string[];
}

/** What to run. Throws \`ModuleError\` for a text that does not say what runs it. */
export function scriptFragment({ module, name, args, words }: ScriptCall): Fragment {
  if (module.style !== 'binary' && words.length === 0)
    throw new ModuleError(
      `module (${name}) is missing interpreter line: begin ${module.path} with one, such as #!/bin/sh`,
    );
  return {
    script: SCRIPT,
    args: [randomBytes(16).toString('hex'), basename(module.path), argumentText(module, args), ...words],
    stdin: textOf(module, args),
  };
}

export function scriptOutput({ code, stdout, stderr, timedOut }: Reply): ModuleOutput {
  return { code, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8'), ...(timedOut && { timedOut }) };
}

function argumentText({ style }: ModuleFile, args: Dict): string {
  return style === 'words' ? wordArguments(args) : jsonArguments(args);
}

function textOf({ style, source }: ModuleFile, args: Dict): Buffer {
  if (style !== 'embedded') return source;
  const json: Value = dumpJson(args);
  return Buffer.from(source.toString('utf8').replaceAll(EMBEDDED_ARGUMENTS, () => json));
}

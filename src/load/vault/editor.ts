// Lets a person edit a secret text: in a file that only they can read, which is overwritten and removed afterwards.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, constants, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Checked, error } from '../../model/diagnostic.ts';
import { splitShellWords } from '../text/shell-words.ts';

export interface EditorOptions {
  /** The command, with its options: `$EDITOR`. */
  readonly editor: string;
  /** Where the private directory is made. By default the user's runtime directory, which is in memory, or else the system's. */
  readonly directory?: string;
}

/** Opens text in an editor and gives back what it was changed to. `name` gives the draft its extension, for the editor's sake. */
export async function editText(text: Buffer, name: string, options: EditorOptions): Promise<Checked<Buffer>> {
  const command = splitShellWords(options.editor);
  const [program, ...args] = command.ok ? command.words.map((word) => word.text) : [];
  if (program === undefined) return refuse(`'${options.editor}' is no editor's command`, 'set EDITOR');
  const directory = await mkdtemp(join(options.directory ?? (await memoryDirectory()) ?? tmpdir(), 'tsplay-vault-'));
  try {
    const draft = join(directory, basename(name));
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    const ended = await runEditor(program, [...args, draft]);
    if (ended !== undefined) return refuse(`The editor '${options.editor}' ${ended}, so nothing was changed`);
    return { ok: true, value: await readFile(draft) };
  } finally {
    await shred(directory);
  }
}

/** The user's runtime directory, if there is one: what is only in memory leaves no trace on a disk. */
async function memoryDirectory(): Promise<string | undefined> {
  const path = process.env.XDG_RUNTIME_DIR;
  if (path === undefined) return undefined;
  return access(path, constants.W_OK).then(
    () => path,
    () => undefined,
  );
}

/** Runs the editor on our terminal. Tells how it ended, or `undefined` where it ended well. */
function runEditor(program: string, args: readonly string[]): Promise<string | undefined> {
  const child = spawn(program, args, { stdio: 'inherit' });
  // We must outlive the editor to remove its file: what would end us ends the editor, and then we go on below.
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore).on('SIGTERM', forward).on('SIGHUP', forward);
  return new Promise<string | undefined>((done) => {
    child.on('error', (cause) => done(`cannot be run (${cause.message})`));
    child.on('close', (code, signal) => done(code === 0 ? undefined : `ended with ${signal ?? `exit code ${code}`}`));
  }).finally(() => process.off('SIGINT', ignore).off('SIGTERM', forward).off('SIGHUP', forward));
}

/** Overwrites what the editor left, its backup and swap files too, before the directory goes. */
async function shred(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isFile()) await overwrite(join(directory, entry.name));
  }
  await rm(directory, { recursive: true, force: true });
}

async function overwrite(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    await file.write(randomBytes(size), 0, size, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

function refuse(message: string, hint?: string): Checked<never> {
  return { ok: false, problems: [error(message, undefined, hint)] };
}

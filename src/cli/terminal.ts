// The person at the terminal: questions, answers that are not shown, and where nobody is there to ask.

import { createWriteStream, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';

export interface TerminalQuestion {
  readonly text: string;
  /** The answer is not shown while it is typed. */
  readonly secret: boolean;
}

export type Ask = (question: TerminalQuestion) => Promise<string | undefined>;

/** Asks on the terminal itself, so that input and output may be pipes; `undefined` where the process has none. */
export function terminalAsker(): Ask | undefined {
  if (!process.stdin.isTTY) return undefined;
  return ask;
}

/** Reads lines of standard input, whatever that is: answers may be piped in. */
export function lineReader(): (prompt: string) => Promise<string | undefined> {
  let lines: AsyncIterator<string> | undefined;
  return async (prompt) => {
    if (process.stdin.isTTY) return askOn({ text: prompt, secret: false }, process.stdin, process.stdout);
    process.stdout.write(prompt);
    // One reader for all questions: what it read ahead must not be lost.
    lines ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    const { value, done } = await lines.next();
    return done === true ? undefined : value;
  };
}

/** Asks on the controlling terminal even where standard input is a pipe (passwords). */
export function controllingTerminal(): Ask | undefined {
  if (process.stdin.isTTY) return ask;
  try {
    const descriptor = openSync('/dev/tty', 'r+');
    if (!isatty(descriptor)) return undefined;
    return (question) =>
      askOn(question, new ReadStream(descriptor), createWriteStream('', { fd: descriptor, autoClose: false }));
  } catch {
    return undefined;
  }
}

function ask(question: TerminalQuestion): Promise<string | undefined> {
  return askOn(question, process.stdin, process.stderr);
}

function askOn(
  { text, secret }: TerminalQuestion,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<string | undefined> {
  const shown = /\s$/.test(text) ? text : `${text} `;
  // readline writes its prompt again whenever the line is edited: it must be the last line of ours.
  const prompt = shown.slice(shown.lastIndexOf('\n') + 1);
  if (!secret) output.write(shown.slice(0, shown.length - prompt.length));
  // readline echoes what is typed; with a secret it writes to nowhere instead.
  const echo = secret ? new Writable({ write: (_chunk, _encoding, done) => done() }) : output;
  const line = createInterface({ input, output: echo, terminal: true, historySize: 0, prompt });
  // Only now: whoever answers at once would see the terminal's own echo of a secret.
  if (secret) output.write(shown);
  line.prompt();
  return new Promise((resolve) => {
    const end = (answer: string | undefined): void => {
      // Before closing: that says that there is no answer.
      resolve(answer);
      line.close();
      if (secret) output.write('\n');
    };
    line.once('line', (answer) => end(answer));
    line.once('SIGINT', () => {
      end(undefined);
      // The question took the key away from the run: hand it on.
      process.kill(process.pid, 'SIGINT');
    });
    line.once('close', () => resolve(undefined));
  });
}

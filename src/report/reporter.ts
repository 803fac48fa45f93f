// What a reporter is: a fold over the events of a run.

import type { RunEvent } from '../run/events.ts';

export interface Reporter {
  event(event: RunEvent): void;
  /** Lets go of the terminal or the file; called once, also after a crash. */
  close(): void | Promise<void>;
}

/** Where a reporter writes; a terminal, a pipe or a file. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  readonly color: boolean;
  /** Columns and rows as they are now. */
  size(): { readonly columns: number; readonly rows: number };
}

/** A process stream as an output. `NO_COLOR`, `FORCE_COLOR` and `ANSIBLE_FORCE_COLOR`/`ANSIBLE_NOCOLOR` decide before the terminal does. */
export function streamOutput(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Output {
  const isTTY = stream.isTTY === true;
  return {
    write: (text) => void stream.write(text),
    isTTY,
    color: wantsColor(isTTY, environment),
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
  };
}

function wantsColor(isTTY: boolean, environment: NodeJS.ProcessEnv): boolean {
  const set = (name: string): boolean =>
    (environment[name] ?? '') !== '' && !/^(0|no|false)$/i.test(environment[name] ?? '');
  if (set('NO_COLOR') || set('ANSIBLE_NOCOLOR')) return false;
  if (set('FORCE_COLOR') || set('ANSIBLE_FORCE_COLOR')) return true;
  return isTTY && environment.TERM !== 'dumb';
}

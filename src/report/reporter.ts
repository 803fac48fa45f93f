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
  /** What was written is to be seen now: somebody is asked something, or it is the end. */
  flush?(): void;
}

/** A process stream as an output. `NO_COLOR`, `FORCE_COLOR` and `ANSIBLE_FORCE_COLOR`/`ANSIBLE_NOCOLOR` decide before the terminal does. */
export function streamOutput(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Output {
  const isTTY = stream.isTTY === true;
  const look = {
    isTTY,
    color: wantsColor(isTTY, environment),
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
  };
  if (isTTY) return { ...look, write: (text) => void stream.write(text) };
  return { ...look, ...gathered((text) => void stream.write(text)) };
}

/** Writes to pipes and files block: what many hosts say in one turn of the event loop is written at its end, at once. */
function gathered(write: (text: string) => void): Pick<Output, 'write'> & { readonly flush: () => void } {
  let waiting = '';
  const flush = (): void => {
    const text = waiting;
    waiting = '';
    if (text !== '') write(text);
  };
  // However the process ends.
  process.on('exit', flush);
  return {
    write: (text) => {
      if (waiting === '') setImmediate(flush);
      waiting += text;
    },
    flush,
  };
}

function wantsColor(isTTY: boolean, environment: NodeJS.ProcessEnv): boolean {
  const set = (name: string): boolean =>
    (environment[name] ?? '') !== '' && !/^(0|no|false)$/i.test(environment[name] ?? '');
  if (set('NO_COLOR') || set('ANSIBLE_NOCOLOR')) return false;
  if (set('FORCE_COLOR') || set('ANSIBLE_FORCE_COLOR')) return true;
  return isTTY && environment.TERM !== 'dumb';
}

// Access and modification times as the file module takes them: kept, now, or a time in the host's time zone.

import { run } from '../../plan/ask.ts';
import type { Attributes } from '../../plan/change.ts';
import type { FilePresent, RunLook, RunSeen } from '../../plan/look.ts';
import { strptime } from './strptime.ts';

export interface TimeParams {
  readonly access_time: string | undefined;
  readonly access_time_format: string;
  readonly modification_time: string | undefined;
  readonly modification_time_format: string;
}

/** Seconds since the epoch, `now` for the host's clock, or nothing where the time stays. */
export interface Times {
  readonly atime?: number | 'now';
  readonly mtime?: number | 'now';
}

/** What is wrong with the times, as a sentence. */
export function refuseTimes(params: TimeParams): string | undefined {
  for (const [name, value, format] of entries(params)) {
    if (isWord(value) || strptime(value ?? '', format)) continue;
    return `'${name}' is '${value}', which does not match the format '${format}'; write it so, or 'now', or 'preserve'`;
  }
  return undefined;
}

function entries(params: TimeParams): readonly (readonly [string, string | undefined, string])[] {
  return [
    ['access_time', params.access_time, params.access_time_format],
    ['modification_time', params.modification_time, params.modification_time_format],
  ];
}

function isWord(value: string | undefined): boolean {
  return value === undefined || value === 'now' || value === 'preserve';
}

/** Asks the host what its time zone makes of the times that are spelled out. */
export function timeLook(params: TimeParams): RunLook | undefined {
  const spelled = entries(params).map(([, value, format]) => (isWord(value) ? '' : hostTime(value ?? '', format)));
  if (spelled.every((text) => text === '')) return undefined;
  return run(
    { script: `for t do if [ -n "$t" ]; then date -d "$t" +%s || exit 1; else echo; fi; done`, args: spelled },
    [],
  );
}

function hostTime(value: string, format: string): string {
  const time = strptime(value, format);
  if (!time) return '';
  const two = (number: number): string => String(number).padStart(2, '0');
  const { year, month, day, hour, minute, second } = time;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

/** The times to set; `fallback` is what a time that was not given means. */
export function wantedTimes(params: TimeParams, answer: RunSeen | undefined, fallback: 'now' | 'preserve'): Times {
  const [access = '', modification = ''] = answer?.stdout.toString('utf8').split('\n') ?? [];
  const one = (value: string | undefined, epoch: string): number | 'now' | undefined => {
    const word = value ?? fallback;
    if (word === 'preserve') return undefined;
    return word === 'now' ? 'now' : Number(epoch);
  };
  const atime = one(params.access_time, access);
  const mtime = one(params.modification_time, modification);
  return { ...(atime !== undefined && { atime }), ...(mtime !== undefined && { mtime }) };
}

/** Those of the times that a file does not have yet. `now` is never reached. */
export function differingTimes({ atime, mtime }: Times, file: FilePresent): Pick<Attributes, 'atime' | 'mtime'> {
  return {
    ...(atime !== undefined && atime !== file.atime && { atime }),
    ...(mtime !== undefined && mtime !== file.mtime && { mtime }),
  };
}

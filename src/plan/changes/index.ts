// Every kind of change as a fragment for the lane, and what its reply means: the one place where hosts are changed.

import type { Fragment, Reply } from '../../host/index.ts';
import type { Change, Performed, RunCommand } from '../change.ts';
import { fragmentOf } from '../command.ts';
import { Records } from '../looks/records.ts';
import { parseStat } from '../looks/stat-line.ts';
import type { ResourceName } from '../resource.ts';
import { splitWords } from '../words.ts';
import { attributesFragment } from './attributes.ts';
import { directoryFragment, linkFragment, removeFragment } from './entry.ts';
import { placeFragment } from './place.ts';
import { STOPPED } from './script.ts';

/** What a change touches. */
export function touches(change: Change): readonly ResourceName[] {
  return change.kind === 'run' ? change.touches : [`path:${change.path}`];
}

/** The fragment that performs a change. */
export function fragmentFor(change: Change): Fragment {
  switch (change.kind) {
    case 'write':
    case 'copy':
      return placeFragment(change);
    case 'attributes':
      return attributesFragment(change);
    case 'directory':
      return directoryFragment(change);
    case 'link':
      return linkFragment(change);
    case 'remove':
      return removeFragment(change);
    case 'run':
      return { ...fragmentOf(change.command), accept: change.accept };
    default:
      return unreachable(change);
  }
}

function unreachable(change: never): never {
  throw new TypeError(`unknown change ${JSON.stringify(change)}`);
}

/** When an exchange began and ended, on the host's clock (milliseconds since the epoch), and its zone as far as it is known. */
export interface Times {
  readonly started: number;
  readonly ended: number;
  readonly zoneMinutes?: number;
}

/** What a reply says of the change it performed. */
export function performed(change: Change, reply: Reply, times: Times): Performed {
  const reported = change.kind === 'run' ? {} : reports(change, reply.stdout);
  const failed = failure(change, reply, reported);
  const previous = previousBytes(change);
  return {
    change,
    code: reply.code,
    stdout: reply.stdout,
    stderr: reply.stderr,
    ...times,
    ...(previous && { previous }),
    ...reported,
    ...(failed !== undefined && { failed }),
  };
}

function previousBytes(change: Change): Buffer | undefined {
  if (change.kind === 'run' || !change.before.exists) return undefined;
  return change.before.content;
}

type Reported = Pick<Performed, 'backupFile' | 'left' | 'invalid'>;

function reports(change: Exclude<Change, RunCommand>, output: Buffer): Reported {
  const records = new Records(output);
  const reported: { -readonly [K in keyof Reported]: Reported[K] } = {};
  for (let record = records.next(); record !== undefined; record = records.next()) {
    const [word, rest] = [record.slice(0, record.indexOf(' ')), record.slice(record.indexOf(' ') + 1)];
    if (word === 'backup') reported.backupFile = rest;
    else if (word === 'left') Object.assign(reported, leftReport(change, rest));
    else if (word === 'invalid') reported.invalid = invalidReport(rest);
  }
  return reported;
}

function leftReport(change: Exclude<Change, RunCommand>, line: string): Pick<Performed, 'left'> {
  const left = leftBy(change, line);
  return left ? { left } : {};
}

function invalidReport(rest: string): NonNullable<Performed['invalid']> {
  const end = rest.indexOf(' ');
  return { code: Number(rest.slice(0, end)), stdout: rest.slice(end + 1) };
}

// What stat does not tell, but the change says itself.
function leftBy(change: Exclude<Change, RunCommand>, line: string): Performed['left'] {
  const left = parseStat(line, change.path);
  if (!left) return undefined;
  return {
    ...left,
    ...(change.kind === 'link' && !change.hard && { target: change.target }),
    ...(change.kind === 'attributes' &&
      change.before.exists &&
      change.before.target !== undefined && { target: change.before.target }),
    ...(change.kind === 'write' && Buffer.isBuffer(change.content) && { content: change.content }),
  };
}

function failure(change: Change, reply: Reply, { invalid }: Reported): string | undefined {
  if (reply.timedOut) return `${describe(change)}: it took too long and was ended`;
  if (reply.code === 0) return undefined;
  if (change.kind === 'run') {
    if (change.accept === 'any' || change.accept.includes(reply.code)) return undefined;
    return `${describe(change)} failed with exit code ${reply.code}${said(reply)}`;
  }
  if (invalid) return `${describe(change)} failed: failed to validate: ${validation(change, invalid, reply)}`;
  return `${describe(change)} failed${said(reply)}`;
}

function validation(change: Change, { code, stdout }: NonNullable<Performed['invalid']>, { stderr }: Reply): string {
  const [program = ''] = change.kind === 'write' || change.kind === 'copy' ? splitWords(change.validate ?? '') : [];
  const words = [stdout, stderr.toString('utf8')].map((text) => text.trim()).filter((text) => text !== '');
  return [`'${program}' answered ${code}`, ...words].join('\n');
}

function said(reply: Reply): string {
  const words = reply.stderr.toString('utf8').trim() || reply.stdout.toString('utf8').trim();
  return words === '' ? '' : `: ${words}`;
}

/** The path at which a change found something else than was looked at, so that it did nothing; `undefined` where it ended otherwise. */
export function movedPath(done: Performed | undefined): string | undefined {
  if (!done || done.change.kind === 'run' || done.code !== STOPPED.moved) return undefined;
  return done.change.path;
}

/** What a change does, in a few words: "write /etc/motd". */
export function describe(change: Change): string {
  switch (change.kind) {
    case 'write':
      return `write ${change.path}`;
    case 'copy':
      return `copy ${change.from} to ${change.path}`;
    case 'attributes':
      return `set the attributes of ${change.path}`;
    case 'directory':
      return `make the directory ${change.path}`;
    case 'link':
      return `link ${change.path} to ${change.target}`;
    case 'remove':
      return `remove ${change.path}`;
    case 'run':
      return change.title;
    default:
      return unreachable(change);
  }
}

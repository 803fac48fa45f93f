// Looks at files: attributes of many paths from one stat, digests from one process, bytes only where they are needed.

import type { Fragment, Reply } from '../../host/index.ts';
import type { DigestAlgorithm, FileLook, FileSeen, Maker } from '../look.ts';
import { type FileReply, type FileReport, parseFileReply, presentOf } from './file-reply.ts';
import { FILE_FUNCTIONS } from './file-script.ts';
import { type Answered, answered, type Compiled, type LookKind, unanswered } from './kind.ts';

export const fileLooks: LookKind<FileLook, FileSeen> = {
  reads: (look) => [`path:${look.path}`],
  compile,
};

// Arguments of one program are limited (128 KiB each, 2 MiB together at the least usual), and lists of words grow slowly in a shell.
const LOOKS_AT_ONCE = 200;

function compile(looks: readonly FileLook[]): Compiled<FileSeen> {
  const groups: (readonly FileLook[])[] = [];
  for (let at = 0; at < looks.length; at += LOOKS_AT_ONCE) groups.push(looks.slice(at, at + LOOKS_AT_ONCE));
  return {
    fragments: groups.map(fragment),
    answers: (replies) => groups.flatMap((group, index) => read(group, replies[index])),
  };
}

function fragment(looks: readonly FileLook[]): Fragment {
  const calls = [
    ...stats(looks),
    'maker',
    ...digests(looks),
    ...flags(looks),
    ...mimes(looks),
    ...looks.flatMap(details),
  ];
  return { script: `${FILE_FUNCTIONS}${calls.join('\n')}\nexit 0`, args: looks.map((look) => look.path), direct: true };
}

type Indexed = readonly [index: number, look: FileLook];

const pathOf = ([index]: Indexed): string => `"\${${index + 1}}"`;
const named = (one: Indexed): string => `${one[0]} ${pathOf(one)}`;
const together = (all: readonly Indexed[]): string =>
  `'${all.map(([index]) => index).join(' ')}' ${all.map(pathOf).join(' ')}`;

// Where none of the paths to follow is a link, one stat does for all.
function stats(looks: readonly FileLook[]): readonly string[] {
  const all = [...looks.entries()];
  const apart = following('stats', all);
  if (apart.length === 1) return apart;
  const followed = all.filter(([, look]) => look.follow);
  return [`if plain ${followed.map(pathOf).join(' ')}; then stats '' ${together(all)}; else ${apart.join('; ')}; fi`];
}

function mimes(looks: readonly FileLook[]): readonly string[] {
  return following('mime', asking(looks, 'mime'));
}

function flags(looks: readonly FileLook[]): readonly string[] {
  const mine = asking(looks, 'flags');
  return mine.length === 0 ? [] : [`flags ${together(mine)}`];
}

function asking(looks: readonly FileLook[], detail: 'flags' | 'mime'): readonly Indexed[] {
  return [...looks.entries()].filter(([, look]) => look.details?.includes(detail));
}

function following(call: string, looks: readonly Indexed[]): readonly string[] {
  return [false, true].flatMap((follow) => {
    const mine = looks.filter(([, look]) => look.follow === follow);
    return mine.length === 0 ? [] : [`${call} '${follow ? '-L' : ''}' ${together(mine)}`];
  });
}

function digests(looks: readonly FileLook[]): readonly string[] {
  const wanted = ({ digest, content }: FileLook): readonly DigestAlgorithm[] => [
    ...(digest ? [digest] : []),
    ...(typeof content === 'object' && digest !== 'sha1' ? ['sha1' as const] : []),
  ];
  const algorithms = new Set(looks.flatMap(wanted));
  const calls = [...algorithms].map((algorithm) => {
    const mine = [...looks.entries()].filter(([, look]) => wanted(look).includes(algorithm));
    return `digests ${algorithm} ${together(mine)}`;
  });
  return calls.length === 0 ? [] : [...calls, 'say digests "${known% }"'];
}

function details(look: FileLook, index: number): readonly string[] {
  const name = named([index, look]);
  return [
    `link ${name}`,
    ...(look.details?.includes('access') ? [`access ${name}`] : []),
    ...(look.content === 'none' ? [] : [content(look, name)]),
  ];
}

function content({ content, limit, follow }: FileLook, name: string): string {
  const unless = typeof content === 'object' ? content.unless : '';
  return `content ${name} '${limit ?? ''}' '${/^[0-9a-f]*$/.test(unless) ? unless : ''}' '${follow ? '' : 'itself'}'`;
}

function read(looks: readonly FileLook[], reply: Reply | undefined): readonly Answered<FileSeen>[] {
  if (!reply) return looks.map(() => unanswered('the host gave no answer'));
  const parsed = parseFileReply(reply.stdout);
  if ('problem' in parsed) return looks.map(() => unanswered(parsed.problem));
  return looks.map((look, index) => seen(look, index, parsed));
}

function seen(look: FileLook, index: number, reply: FileReply): Answered<FileSeen> {
  const report = reply.files.get(index) ?? {};
  const stat = presentOf(look.path, report);
  if (!stat) return answered(missing(look.path, report, reply.maker));
  const present = { ...stat, ...(reply.umask !== undefined && { umask: reply.umask }) };
  if (!look.digest || present.type !== 'file') return answered(present);
  if (reply.noDigest.has(look.digest))
    return unanswered(`the host has no '${look.digest}sum'; install coreutils (or openssl)`);
  const digest = reply.digests.get(`${look.digest}:${index}`);
  return answered({ ...present, ...(digest !== undefined && { digest }) });
}

function missing(path: string, { denied, heir }: FileReport, maker: Maker | undefined): FileSeen {
  const [gid, group] = heir?.split(':') ?? [];
  const inherits = gid !== undefined && group !== undefined && { gid: Number(gid), group, setgid: true as const };
  return {
    exists: false,
    path,
    ...(denied && { denied }),
    ...(maker && { maker: { ...maker, ...inherits } }),
  };
}

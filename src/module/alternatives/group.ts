// The groups of update-alternatives, as its files below /var/lib have them, and what its commands make of them.

export interface Alternative {
  readonly path: string;
  readonly priority: number;
  /** What Red Hat's program writes around the priority: `@FAMILY@PRIORITY SERVICE`. */
  readonly family?: string;
  readonly service?: string;
  /** The file of each follower, by its name; empty where it has none. */
  readonly followers: ReadonlyMap<string, string>;
}

/** A link that goes along with the main one. */
export interface Follower {
  readonly name: string;
  readonly link: string;
}

export interface Group {
  readonly mode: 'auto' | 'manual';
  readonly link: string;
  readonly followers: readonly Follower[];
  readonly alternatives: readonly Alternative[];
}

/** Reads a group's file: mode, link, followers in pairs of lines, an empty line, then path, priority and the followers' files of each alternative. */
export function parseGroup(text: string): Group {
  const lines = text.split('\n');
  const [mode, link = ''] = lines;
  let at = 2;
  const followers: Follower[] = [];
  for (; at < lines.length && lines[at] !== ''; at += 2)
    followers.push({ name: lines[at] ?? '', link: lines[at + 1] ?? '' });
  const alternatives: Alternative[] = [];
  for (at += 1; at < lines.length && lines[at] !== ''; at += 2 + followers.length) {
    const files = followers.map(({ name }, index) => [name, lines[at + 2 + index] ?? ''] as const);
    alternatives.push({ path: lines[at] ?? '', ...parsePriority(lines[at + 1] ?? ''), followers: new Map(files) });
  }
  return { mode: mode === 'manual' ? 'manual' : 'auto', link, followers, alternatives };
}

function parsePriority(line: string): Pick<Alternative, 'priority' | 'family' | 'service'> {
  const [, family, priority, service] = /^(?:@([^@]*)@)?(-?\d+)(?: (.*))?$/.exec(line) ?? [];
  return {
    priority: Number(priority ?? 0),
    ...(family !== undefined && { family }),
    ...(service !== undefined && { service }),
  };
}

/** The text of a group's file. */
export function printGroup({ mode, link, followers, alternatives }: Group): string {
  const lines = [
    mode,
    link,
    ...followers.flatMap((one) => [one.name, one.link]),
    '',
    ...alternatives.flatMap((one) => [
      one.path,
      `${one.family === undefined ? '' : `@${one.family}@`}${one.priority}${one.service === undefined ? '' : ` ${one.service}`}`,
      ...followers.map(({ name }) => one.followers.get(name) ?? ''),
    ]),
    '',
    '',
  ];
  return lines.join('\n').replace(/\n$/, '');
}

/** The followers of one alternative, with their files. */
export function followersOf(group: Group | undefined, path: string): readonly (Follower & { readonly path: string })[] {
  const files = group?.alternatives.find((one) => one.path === path)?.followers;
  return (group?.followers ?? []).flatMap((one) => {
    const file = files?.get(one.name) ?? '';
    return file === '' ? [] : [{ ...one, path: file }];
  });
}

/** The group with an alternative, in place of the one with its path. Followers that nobody has any more go. */
export function withAlternative(
  group: Group | undefined,
  link: string,
  added: Alternative,
  followers: readonly Follower[],
): Group {
  const others = (group?.alternatives ?? []).filter((one) => one.path !== added.path);
  const alternatives = [...others, added].sort((a, b) => (a.path < b.path ? -1 : 1));
  const all = new Map([...(group?.followers ?? []), ...followers].map((one) => [one.name, one]));
  const kept = [...all.values()].filter(({ name }) =>
    alternatives.some((one) => (one.followers.get(name) ?? '') !== ''),
  );
  return {
    mode: group?.mode ?? 'auto',
    link,
    followers: kept.sort((a, b) => (a.name < b.name ? -1 : 1)),
    alternatives,
  };
}

/** The alternative that a group in auto mode points to: the first of the highest priority. */
export function bestOf({ alternatives }: Group): string | undefined {
  const [first, ...rest] = alternatives;
  if (first === undefined) return undefined;
  return rest.reduce((best, one) => (one.priority > best.priority ? one : best), first).path;
}

// Expands `~` and `$VAR` in paths as the remote identity's shell would, asking the host at most once.

import type { Lane } from '../../host/index.ts';
import { Dict, toValue, type Value } from '../../model/value.ts';
import type { ParamInfo, Params } from '../../module/params.ts';

export type ExpandPath = (path: string) => string;

interface Surroundings {
  readonly home: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly homes: ReadonlyMap<string, string>;
}

const SCRIPT = `printf 'home=%s\\0' "$HOME"; env -0 2>/dev/null || env | tr '\\n' '\\0'; printf '\\0\\0'; for user in "$@"; do
  entry=$(getent passwd "$user" 2>/dev/null || grep "^$user:" /etc/passwd) && printf '%s=%s\\0' "$user" "$(printf %s "$entry" | cut -d: -f6)"
done`;

const known = new WeakMap<Lane, Surroundings>();

/** The function that expands the paths of these arguments. Where none needs it, the host is not asked. */
export async function pathExpander(lane: Lane, args: ReadonlyMap<string, Value>, params: Params): Promise<ExpandPath> {
  const users = usersIn(args, params);
  if (!users) return plain;
  const surroundings = known.get(lane);
  const enough = surroundings && knows(surroundings, users) ? surroundings : await ask(lane, users);
  return (path) => expand(path, enough);
}

/** The same from what the host has said before; `undefined` where it would have to be asked. */
export function knownExpander(lane: Lane, args: ReadonlyMap<string, Value>, params: Params): ExpandPath | undefined {
  const users = usersIn(args, params);
  if (!users) return plain;
  const surroundings = known.get(lane);
  return surroundings && knows(surroundings, users) ? (path) => expand(path, surroundings) : undefined;
}

function knows(surroundings: Surroundings, users: readonly string[]): boolean {
  return users.every((user) => surroundings.homes.has(user));
}

// The users whose homes the paths name; `undefined` where nothing is to be expanded.
function usersIn(args: ReadonlyMap<string, Value>, params: Params): readonly string[] | undefined {
  const texts = Object.entries(params)
    .filter(([, { info }]) => holdsPaths(info.type))
    .flatMap(([name, { info }]) => {
      const word = [name, ...info.aliases].find((one) => args.has(one));
      return textsIn(word === undefined ? toValue(info.defaultValue) : (args.get(word) ?? null));
    });
  if (!texts.some((text) => text.startsWith('~') || text.includes('$'))) return undefined;
  return [...new Set(texts.flatMap((text) => /^~([a-z_][\w.-]*)/i.exec(text)?.[1] ?? []))];
}

function holdsPaths(type: ParamInfo['type']): boolean {
  if (type.element) return holdsPaths(type.element.info.type);
  if (type.members) return Object.values(type.members).some(({ info }) => holdsPaths(info.type));
  return type.name === 'path';
}

function plain(path: string): string {
  return path;
}

function textsIn(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return value instanceof Dict ? [...value.values()].flatMap(textsIn) : [];
}

async function ask(lane: Lane, users: readonly string[]): Promise<Surroundings> {
  const outcome = await lane.run([{ script: SCRIPT, args: users, direct: true }]);
  const text = outcome.replies[0]?.stdout.toString('utf8') ?? '';
  const [environment = '', homes = ''] = text.split('\0\0\0');
  const variables = pairs(environment);
  const surroundings = { home: variables.get('home') ?? '', variables, homes: pairs(homes) };
  // A lane that was lost says so at the next use; nothing of it is worth keeping.
  if (outcome.kind === 'answered') known.set(lane, surroundings);
  return surroundings;
}

function pairs(text: string): ReadonlyMap<string, string> {
  const entries = text.split('\0').filter((entry) => entry.includes('='));
  return new Map(entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
}

function expand(path: string, { home, variables, homes }: Surroundings): string {
  const user = /^~([^/]*)/.exec(path)?.[1];
  const base = user === undefined ? undefined : user === '' ? home : homes.get(user);
  const rooted =
    user === undefined || base === undefined || base === '' ? path : `${base}${path.slice(1 + user.length)}`;
  return rooted.replace(/\$(?:\{(\w+)\}|(\w+))/g, (all, braced: string | undefined, bare: string | undefined) => {
    return variables.get(braced ?? bare ?? '') ?? all;
  });
}

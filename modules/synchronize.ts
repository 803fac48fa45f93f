// Copies trees between the controller and hosts by rsync.

import {
  type ActionContext,
  type ActionOutcome,
  type Change,
  defineAction,
  ModuleError,
  rsync,
  rsyncOptions,
  type SynchronizeParams,
  synchronizeParams,
} from '../src/module/index.ts';

export default defineAction({
  summary: 'Copy trees between the controller and hosts by rsync',
  description:
    "rsync is needed on both. It goes over the run's own connection and works as the identity of the task, so that passwords, jump hosts, become and containers need no settings of their own. With `delegate_to` the host itself, it copies from one place there to another.",
  collection: 'ansible.posix',
  missing: 'synchronize requires both src and dest parameters are set',
  params: synchronizeParams,
  needsHost: true,
  returns: {
    cmd: 'The command, with `host` for the host.',
    msg: 'What rsync tells.',
    stdout_lines: 'The same as a list.',
    rc: 'Its exit code.',
  },
  examples: [
    { name: 'Bring a site to the host', yaml: 'synchronize:\n  src: site/\n  dest: /srv/www\n  delete: true' },
    {
      name: 'Bring logs to the controller',
      yaml: "synchronize:\n  mode: pull\n  src: /var/log/app/\n  dest: 'logs/{{ inventory_hostname }}/'",
    },
  ],
  run: async (params, context) => {
    const { remote, check } = context;
    const options = rsyncOptions(params, check);
    const isOnHost = remote.delegatedTo === context.host;
    if (remote.delegatedTo !== undefined && !isOnHost) {
      throw new ModuleError(
        `delegate_to is '${remote.delegatedTo}': rsync goes between the controller and the host, or with delegate_to '${context.host}' from one place there to another`,
      );
    }
    const words = [...options, ...(isOnHost ? [params.src, params.dest] : placesOf(params, context))];
    const done = isOnHost ? await runThere(words, context) : await runHere(words, context);
    const outcome = outcomeOf(done, words, context);
    if (check && outcome.changed && params.mode === 'push') await remote.perform([predicted(params.dest)]);
    return outcome;
  },
});

// Later tasks of a check run are told that what they see there is not what it would be.
const predicted = (dest: string): Change => ({
  kind: 'run',
  title: `synchronize ${dest}`,
  command: { argv: ['true'] },
  touches: [`path:${dest.replace(/(?<=.)\/+$/, '')}`],
  accept: [0],
  predictable: true,
  leaves: [],
  undo: { cannot: 'rsync keeps nothing of what it replaces' },
});

interface Done {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

// Addresses of rsync's own protocol are left to it.
const isDaemon = (place: string): boolean => place.startsWith('rsync://') || place.includes('::');

function placesOf({ src, dest, mode }: SynchronizeParams, context: ActionContext): readonly string[] {
  const there = (place: string): string => (isDaemon(place) ? place : `host:${place}`);
  const here = (place: string): string => (isDaemon(place) ? place : localPlace(place, context));
  return mode === 'push' ? [here(src), there(dest)] : [there(src), here(dest)];
}

function localPlace(place: string, { files, variable }: ActionContext): string {
  if (place.startsWith('/')) return place;
  const slash = place.endsWith('/') ? '/' : '';
  const found = files.find('files', place.replace(/(?<=.)\/+$/, ''));
  if (found !== undefined) return found + slash;
  const base = variable('playbook_dir');
  return typeof base === 'string' ? `${base}/${place}` : place;
}

function runHere(words: readonly string[], { remote, signal, variable }: ActionContext): Promise<Done> {
  const program = variable('ansible_rsync_path');
  return rsync({ program: typeof program === 'string' ? program : 'rsync', words, remote, signal });
}

async function runThere(words: readonly string[], { remote }: ActionContext): Promise<Done> {
  const channel = await remote.start(`exec rsync ${words.map(quoted).join(' ')} </dev/null`);
  const [stdout, stderr] = await Promise.all([textOf(channel.stdout), textOf(channel.stderr)]);
  const { code } = await channel.ended;
  return { code: code ?? 255, stdout, stderr };
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) if (Buffer.isBuffer(part)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function outcomeOf({ code, stdout, stderr }: Done, words: readonly string[], { diff }: ActionContext): ActionOutcome {
  const cmd = ['rsync', ...words].map((word) => (/[^\w@%+=:,./-]/.test(word) ? quoted(word) : word)).join(' ');
  if (code !== 0) {
    const isMissing = code === 127 || /rsync: (command )?not found|rsync: No such file/.test(stderr);
    const msg = isMissing ? `rsync is not on the host; install rsync there\n${stderr}` : stderr || stdout;
    return { changed: false, failed: msg, result: { rc: code, cmd } };
  }
  const msg = stdout.replaceAll('<<CHANGED>>', '');
  const lines = msg.split('\n').filter((line) => line !== '');
  return {
    changed: stdout.includes('<<CHANGED>>'),
    result: { rc: code, cmd, msg, stdout_lines: lines },
    ...(diff && lines.length > 0 && { diff: { before: '', after: msg, header: 'rsync' } }),
  };
}

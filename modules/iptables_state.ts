// Saves the rules of iptables into a file, and restores them from one without locking anybody out.

import {
  type ActionContext,
  type ActionOutcome,
  ancestors,
  ConnectionLost,
  confirmFirewall,
  defineAction,
  type FileSeen,
  type FirewallSeen,
  fileLook,
  firewallSeen,
  foreseeRestored,
  type IptablesState,
  initialResult,
  iptablesStateLooks,
  iptablesStateParams,
  planSaved,
  type Restoration,
  randomName,
  restoreChange,
  restoreWords,
  shownState,
} from '../src/module/index.ts';

/** Seconds in which a fresh connection must have come about, where `async` says nothing. */
const PATIENCE = 20;

export default defineAction({
  summary: 'Save the rules of iptables, or restore them without locking anybody out',
  description:
    'Rules are restored under guard, always: unless a fresh connection gets through in time, the host itself brings back the rules that were there. `async` says how many seconds that is (20 where it says nothing); the task waits for the outcome whatever `poll` is. What a file would change is tried in a network of its own, so that check mode tells it too.',
  collection: 'community.general',
  params: iptablesStateParams,
  returns: {
    initial_state: 'the state before, line by line',
    tables: 'the policies and rules before, by table',
    saved: 'what is in the file',
    restored: 'the state after it was restored',
    applied: 'whether it was restored and kept',
    cmd: 'the command',
  },
  examples: [
    { name: 'Save all rules', yaml: 'iptables_state:\n  state: saved\n  path: /etc/iptables/rules.v4' },
    {
      name: 'Restore rules',
      yaml: 'iptables_state:\n  state: restored\n  path: /run/iptables.apply\nasync: 10\npoll: 0',
    },
  ],
  check: 'Tells what would be saved or restored.',
  needsHost: true,
  staysInFront: ({ state }) => state === 'restored',
  run: async (given, context) => {
    const looks = iptablesStateLooks(given);
    const answers = await context.remote.look(looks);
    const seen = firewallSeen(given, answers);
    if ('problem' in seen) return { changed: false, failed: seen.problem };
    if (given.state === 'saved') return save(given, context, { seen, file: answers.file });
    const source = answers.file.exists ? answers.file.content : undefined;
    if (source === undefined) return { changed: false, failed: `Source ${given.path} cannot be read` };
    return restore(given, context, { seen, source });
  },
});

const diffOf = (before: string, after: string, header: string) => ({ diff: { before, after, header } });

async function save(
  given: IptablesState,
  { remote }: ActionContext,
  { seen, file }: { readonly seen: FirewallSeen; readonly file: FileSeen },
): Promise<ActionOutcome> {
  const looks = { above: file.exists ? [] : ancestors(given.path).map((one) => fileLook(one)) };
  const planned = planSaved(given, seen, { file, above: (await remote.look(looks)).above });
  if (!planned.ok) return { changed: false, failed: planned.problem, result: initialResult(given, seen) };
  const done = await remote.perform(planned.changes);
  const failed = done.find((one) => one.failed !== undefined)?.failed;
  const old = file.exists ? (file.content?.toString('utf8') ?? '') : '';
  return {
    changed: planned.changes.length > 0,
    result: planned.result,
    ...(failed !== undefined && { failed }),
    ...(planned.changes.length > 0 && diffOf(old, `${shownState(given, seen.now).join('\n')}\n`, given.path)),
  };
}

interface Seen {
  readonly seen: FirewallSeen;
  readonly source: Buffer;
}

async function restore(given: IptablesState, context: ActionContext, { seen, source }: Seen): Promise<ActionOutcome> {
  const foreseen = foreseeRestored(given, seen, source);
  if (seen.refused) return refused(given, foreseen, seen);
  const inBackground = context.async > 0 ? { stdout: '', stderr: '' } : {};
  const result = { ...foreseen.result, ...inBackground };
  if (!foreseen.needed) return { changed: false, result };
  const seconds = context.async > 0 ? context.async : PATIENCE;
  const directory = `tsplay-${randomName()}${randomName()}`;
  const change = restoreChange(given, seen, { source, seconds, directory, foreseen });
  const shown = diffOf(foreseen.before, foreseen.after, 'iptables');
  if (context.check) {
    await context.remote.perform([change]);
    return { changed: foreseen.changed, result, ...shown };
  }
  const started = Date.now();
  try {
    const [done] = await context.remote.perform([change]);
    if (done && done.code !== 0) {
      const stderr = done.stderr.toString('utf8');
      return refused(given, foreseen, { ...seen, refused: { code: done.code, stderr } });
    }
  } catch (error) {
    // The new rules may have cut it: that is what the guard is for.
    if (!(error instanceof ConnectionLost)) throw error;
  }
  const until = started + seconds * 1000;
  const kept = await proven(context, until, directory);
  if (kept !== undefined) return rolledBack(given, { foreseen: { ...foreseen, result }, seconds, kept });
  const { seen: after } = await context.remote.look(iptablesStateLooks({ ...given, state: 'saved' }));
  const left = firewallSeen({ ...given, state: 'saved' }, { file: { exists: false, path: given.path }, seen: after });
  const restored = 'problem' in left ? {} : { restored: [...shownState(given, left.now)] };
  return { changed: foreseen.changed, result: { ...result, ...restored }, ...shown };
}

/** Keeps the new rules where a fresh connection gets through; else why not, when the old ones are back. */
async function proven({ remote, sleep }: ActionContext, until: number, directory: string): Promise<string | undefined> {
  const left = (): number => Math.max(1, Math.ceil((until - Date.now()) / 1000));
  await remote.disconnect();
  const problem = await remote.tryConnect(left());
  if (problem === undefined) {
    try {
      const [done] = await remote.perform([confirmFirewall(directory)]);
      return done?.code === 0 ? undefined : 'a fresh connection came too late';
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
    }
  }
  // One second for the host to bring them back.
  await sleep(left() + 1);
  await remote.disconnect();
  return problem ?? 'the fresh connection was lost again';
}

function refused(
  given: IptablesState,
  foreseen: Restoration,
  { restore: program, refused: why }: FirewallSeen,
): ActionOutcome {
  const { code = 1, stderr = '' } = why ?? {};
  const cmd = [program, '--test', ...restoreWords(given), given.path].join(' ');
  return {
    changed: false,
    failed: `Source ${given.path} is not suitable for input to ${program.replace(/^.*\//, '')}: ${stderr.trim()}`,
    result: { ...foreseen.result, applied: false, cmd, rc: code, stdout: '', stderr },
  };
}

interface RolledBack {
  readonly foreseen: Restoration;
  readonly seconds: number;
  readonly kept: string;
}

function rolledBack({ path }: IptablesState, { foreseen, seconds, kept }: RolledBack): ActionOutcome {
  return {
    changed: false,
    failed: `Failed to confirm state restored from ${path} after ${seconds}s (${kept}). Firewall has been rolled back to its initial state.`,
    result: { ...foreseen.result, applied: false, rolled_back: true },
  };
}

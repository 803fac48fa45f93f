// Runs a playbook with Debian's ansible-playbook and gives its transcript.

import { oracle } from './oracle.ts';
import { countsText, type HostOutcome, shownOf, type Transcript } from './transcript.ts';

export interface OraclePlaybook {
  /** Absolute path. */
  readonly path: string;
  readonly cwd: string;
  readonly hosts: readonly string[];
  readonly args?: readonly string[];
}

/** Runs a playbook on local hosts. */
export function runOracle({ path, cwd, hosts, args = [] }: OraclePlaybook): Transcript {
  const run = oracle('ansible-playbook', ['-i', `${hosts.join(',')},`, '-c', 'local', path, ...args], {
    cwd,
    env: { ANSIBLE_STDOUT_CALLBACK: 'json', ANSIBLE_DEPRECATION_WARNINGS: 'false', ANSIBLE_FORKS: '1' },
  });
  const start = run.stdout.indexOf('{\n');
  if (start < 0) throw new Error(`the oracle gave no JSON:\n${run.stdout}\n${run.stderr}`);
  return transcriptOfJson(JSON.parse(run.stdout.slice(start, run.stdout.lastIndexOf('}') + 1)));
}

/** What the oracle's `json` callback prints. */
export interface OracleJson {
  readonly plays: readonly {
    readonly play: { readonly name: string };
    readonly tasks: readonly {
      readonly task: { readonly name: string };
      readonly hosts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    }[];
  }[];
  readonly stats: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The transcript of what the oracle printed. */
export function transcriptOfJson({ plays, stats }: OracleJson): Transcript {
  return {
    plays: plays.map(({ play, tasks }) => ({
      name: play.name,
      tasks: tasks
        .filter(({ hosts }) => Object.keys(hosts).length > 0)
        .filter(({ hosts }) => !Object.values(hosts).every(isInclude))
        .map(({ task, hosts }) => ({
          name: task.name,
          hosts: Object.entries(hosts).map(([host, result]) => hostOutcome(host, result)),
        })),
    })),
    recap: Object.fromEntries(Object.entries(stats).map(([host, counts]) => [host, recapText(counts)])),
  };
}

// Includes that were carried out are shown by what they bring.
function isInclude({ action, skipped, failed }: Readonly<Record<string, unknown>>): boolean {
  return (action === 'include_tasks' || action === 'include_role') && skipped !== true && failed !== true;
}

function hostOutcome(host: string, result: Readonly<Record<string, unknown>>): HostOutcome {
  const shown = shownOf(String(result.action), result);
  return { host, outcome: outcomeOf(result), ...(shown !== undefined && { shown }) };
}

function outcomeOf(result: Readonly<Record<string, unknown>>): string {
  for (const outcome of ['unreachable', 'failed', 'skipped', 'changed']) if (result[outcome] === true) return outcome;
  return 'ok';
}

function recapText(counts: Readonly<Record<string, number>>): string {
  return countsText({ ...counts, failed: counts.failures ?? 0 });
}

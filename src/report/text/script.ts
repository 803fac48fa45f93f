// A run as lines of text: what the log prints as it comes, and what the live terminal lets scroll by.

import { renderDiagnostic } from '../../load/diagnostics/render.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { placeOf } from '../../model/source.ts';
import type {
  DiffEntry,
  Ending,
  FileIncluded,
  HostPolled,
  PlayInfo,
  Recap,
  RunEvent,
  TaskInfo,
} from '../../run/events.ts';
import { diffLines } from './diff-text.ts';
import { exceptionLines, itemLines, type Line, type Telling, taskLines } from './endings.ts';
import { customStatsLines, recapLine } from './recap.ts';
import { widthOf } from './width.ts';

export interface ScriptOptions {
  readonly verbosity: number;
  readonly color: boolean;
  readonly columns: () => number;
  /** `display_skipped_hosts`, `display_ok_hosts` of the configuration. */
  readonly showSkipped: boolean;
  readonly showOk: boolean;
  /** `show_custom_stats`: what `set_stats` collected, after the recap. */
  readonly showStats: boolean;
  /** Failures are told for people at a terminal, in place of Ansible's JSON. */
  readonly readable?: boolean;
}

/** Turns events into lines, in Ansible's look. Keeps no state but the last banner, and which mistakes were shown. */
export class Script {
  readonly #options: ScriptOptions;
  #task: TaskInfo | undefined;
  readonly #told = new Set<string>();
  /** Hosts of which an uncertainty was explained, with what it builds on. */
  readonly #doubted = new Set<string>();

  constructor(options: ScriptOptions) {
    this.#options = options;
  }

  lines(event: RunEvent): readonly Line[] {
    const { verbosity } = this.#options;
    switch (event.kind) {
      case 'play-started':
        return this.#banner(`PLAY [${playName(event.play)}]${event.check ? ' [CHECK MODE]' : ''}`);
      case 'batch-started':
        return event.batch > 1 ? this.#banner(`PLAY [${playName(event.play)}]`) : [];
      case 'no-hosts-matched':
        return [
          ...this.#banner(`PLAY [${playName(event.play)}]`),
          { text: 'skipping: no hosts matched', tone: 'skipped' },
        ];
      case 'task-started':
        return this.#taskBanner(event.task);
      case 'item-finished':
        return [
          ...this.#again(event.task),
          ...this.#diffs(event.diffs),
          ...this.#shown(event.outcome, [
            ...exceptionLines(event, verbosity),
            ...itemLines(event, this.#telling(event)),
          ]),
        ];
      case 'host-task-finished':
        return [
          ...this.#again(event.task),
          ...(event.loop ? [] : this.#diffs(event.diffs)),
          ...this.#shown(event.outcome, taskLines(event, this.#telling(event))),
          ...this.#problems(event),
        ];
      case 'host-retry':
        return [
          {
            text: `FAILED - RETRYING: [${event.host}]: ${event.task.ownName ?? event.task.name} (${event.retriesLeft} retries left).`,
            tone: 'retry',
          },
        ];
      case 'host-polled':
        return [polledLine(event)];
      case 'file-included':
        return includedLines(event);
      case 'meta-done':
        return verbosity > 1 ? [{ text: `META: ${event.message}`, tone: 'plain' }] : [];
      case 'handler-notified':
        return verbosity > 1 ? [{ text: `NOTIFIED HANDLER ${event.handler} for ${event.host}`, tone: 'plain' }] : [];
      case 'no-hosts-left':
        return this.#banner('NO MORE HOSTS LEFT');
      case 'warned':
        return this.#diagnostic(event.deprecation ? 'DEPRECATION WARNING' : 'WARNING', event.diagnostic, event.host);
      case 'run-failed':
        return event.problems.flatMap((problem) => this.#diagnostic('ERROR', problem, undefined));
      case 'interrupted':
        return interruptedLines(event.inFlight);
      case 'recap':
        return event.hosts.size === 0
          ? []
          : [
              ...this.#banner('PLAY RECAP'),
              ...[...event.hosts].map(([host, stats]) => recapLine(host, stats)),
              ...this.#customStats(event),
            ];
      default:
        return [];
    }
  }

  #telling({ host, uncertain }: { readonly host: string; readonly uncertain?: string }): Telling {
    const { verbosity, readable = false } = this.#options;
    const doubt = `${host}\0${uncertain}`;
    const firstDoubt = !this.#doubted.has(doubt);
    if (uncertain !== undefined) this.#doubted.add(doubt);
    return { verbosity, readable, firstDoubt };
  }

  #customStats({ stats, hostStats }: Recap): readonly Line[] {
    const lines = customStatsLines(stats, hostStats);
    if (!this.#options.showStats || lines.length === 0) return [];
    return [{ text: '', tone: 'plain' }, ...this.#banner('CUSTOM STATS:'), ...lines];
  }

  #shown(outcome: string, lines: readonly Line[]): readonly Line[] {
    if (outcome === 'skipped' && !this.#options.showSkipped) return [];
    return outcome === 'ok' && !this.#options.showOk ? [] : lines;
  }

  #banner(title: string): readonly Line[] {
    this.#task = undefined;
    const stars = '*'.repeat(Math.max(3, Math.min(this.#options.columns(), 80) - 1 - widthOf(title)));
    return [
      { text: '', tone: 'plain' },
      { text: `${title} ${stars}`, tone: 'plain' },
    ];
  }

  #taskBanner(task: TaskInfo): readonly Line[] {
    const banner = this.#banner(`${task.handler ? 'RUNNING HANDLER' : 'TASK'} [${task.name}]`);
    this.#task = task;
    if (this.#options.verbosity < 2 || !task.span) return banner;
    return [...banner, { text: `task path: ${task.span.file.path}`, tone: 'plain' }];
  }

  // Under the free strategy hosts are at different tasks: a line of another task than the last banner's needs its banner again.
  #again(task: TaskInfo): readonly Line[] {
    return this.#task === task ? [] : this.#taskBanner(task);
  }

  #diffs(diffs: readonly DiffEntry[]): readonly Line[] {
    return diffs.flatMap((entry) => {
      const lines = diffLines(entry);
      return lines.length === 0 ? [] : [...lines.map(diffLine), { text: '', tone: 'plain' } as const];
    });
  }

  // Hosts that fail by the same mistake need its place once.
  #problems({ problems = [] }: Ending): readonly Line[] {
    const fresh = problems.filter((problem) => !this.#told.has(keyOf(problem)));
    for (const problem of fresh) this.#told.add(keyOf(problem));
    return fresh.flatMap((problem) =>
      this.#rendered(problem, false)
        .split('\n')
        .map((text): Line => ({ text, tone: 'plain' })),
    );
  }

  #rendered(diagnostic: Diagnostic, unlabelled: boolean): string {
    const { color, columns } = this.#options;
    return renderDiagnostic(diagnostic, { color, width: columns(), unlabelled }).trimEnd();
  }

  #diagnostic(word: string, diagnostic: Diagnostic, host: string | undefined): readonly Line[] {
    const text = this.#rendered(diagnostic, true);
    return [
      {
        text: `[${word}]: ${host === undefined ? '' : `${host}: `}${text}`,
        tone: word === 'ERROR' ? 'failed' : 'warning',
      },
    ];
  }
}

function keyOf({ message, span }: Diagnostic): string {
  return `${span ? placeOf(span) : ''} ${message}`;
}

function playName(play: PlayInfo): string {
  return play.name;
}

function diffLine(text: string): Line {
  const tone = text.startsWith('+')
    ? 'added'
    : text.startsWith('-')
      ? 'removed'
      : text.startsWith('@@')
        ? 'hunk'
        : 'plain';
  return { text, tone };
}

function interruptedLines(inFlight: Extract<RunEvent, { readonly kind: 'interrupted' }>['inFlight']): readonly Line[] {
  const lines: Line[] = [
    { text: '', tone: 'plain' },
    { text: 'Interrupted.', tone: 'failed' },
  ];
  if (inFlight.length === 0) return lines;
  lines.push({ text: 'In flight at that moment (how it ended there is not known):', tone: 'failed' });
  return [...lines, ...inFlight.map(({ host, task }): Line => ({ text: `  ${host}: ${task.name}`, tone: 'failed' }))];
}

// Ansible tells of included files only; an included role shows by the names of its tasks.
function polledLine({ host, job, finished, failed }: HostPolled): Line {
  if (failed) return { text: `ASYNC FAILED on ${host}: jid=${job}`, tone: 'retry' };
  const text = finished ? `ASYNC OK on ${host}: jid=${job}` : `ASYNC POLL on ${host}: jid=${job} started=1 finished=0`;
  return { text, tone: 'retry' };
}

function includedLines({ file, role, hosts, label }: FileIncluded): readonly Line[] {
  if (role) return [];
  const item = label === undefined ? '' : ` => (item=${label})`;
  return [{ text: `included: ${file} for ${hosts.join(', ')}${item}`, tone: 'skipped' }];
}

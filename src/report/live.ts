// The live terminal: what is done scrolls by as in the log, and below it stands one line per working host with its current task.

import { Listr, type ListrRenderer, type ListrTaskObject } from 'listr2';
import type { Activity, RunEvent } from '../run/events.ts';
import type { Output, Reporter } from './reporter.ts';
import { painter } from './text/paint.ts';
import { Script, type ScriptOptions } from './text/script.ts';
import { cutTo } from './text/width.ts';

/** Ten frames a second; listr2's own renderer draws at every event, which costs more than the run from 50 hosts on. */
const FRAME_MS = 100;
const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/** What is shared by the reporter, which knows events, and listr2's renderer, which knows rows. */
class Screen {
  readonly #output: Output;
  #scrolled = '';
  #drawn = 0;
  #frame = 0;
  #paused = false;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Text that will scroll by above the rows with the next frame. */
  scroll(text: string): void {
    this.#scrolled += text;
  }

  /** While a question stands on the terminal nothing is drawn. */
  pause(paused: boolean): void {
    if (paused) this.draw([]);
    this.#paused = paused;
  }

  draw(rows: readonly string[]): void {
    if (this.#paused) return;
    const { columns, rows: height } = this.#output.size();
    const room = Math.max(height - 2, 1);
    const shown = rows.slice(0, rows.length > room ? room - 1 : room);
    if (shown.length < rows.length) shown.push(`  … and ${rows.length - shown.length} more hosts`);
    const spinner = SPINNER[this.#frame++ % SPINNER.length] ?? '';
    const text = shown.map((row) => `${cutTo(`${spinner} ${row}`, columns - 1)}\n`).join('');
    // One write per frame, so that a terminal never shows half of it. J clears to the end of the screen.
    const up = this.#drawn > 0 ? `\u001b[${this.#drawn}A\r\u001b[J` : '';
    if (up !== '' || this.#scrolled !== '' || text !== '') this.#output.write(`${up}${this.#scrolled}${text}`);
    this.#scrolled = '';
    this.#drawn = shown.length;
  }
}

interface RendererOptions {
  readonly screen?: Screen;
}

/** Draws listr2's tasks (one per host) that have something to say. */
class HostsRenderer implements ListrRenderer {
  static readonly nonTTY = false;
  static readonly rendererOptions: RendererOptions = {};
  static readonly rendererTaskOptions: never;
  readonly #tasks: readonly ListrTaskObject<unknown, typeof HostsRenderer, typeof HostsRenderer>[];
  readonly #screen: Screen | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(tasks: ListrTaskObject<unknown, typeof HostsRenderer, typeof HostsRenderer>[], options: RendererOptions) {
    this.#tasks = tasks;
    this.#screen = options.screen;
  }

  render(): void {
    this.#timer = setInterval(() => this.#draw(), FRAME_MS);
    this.#timer.unref();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#screen?.draw([]);
  }

  #draw(): void {
    const width = Math.max(...this.#tasks.map((task) => task.title?.length ?? 0), 0);
    const busy = this.#tasks.filter((task) => task.isPending() && (task.output ?? '') !== '');
    this.#screen?.draw(busy.map((task) => `${(task.title ?? '').padEnd(width)}  ${task.output ?? ''}`));
  }
}

interface Row {
  say(text: string): void;
  done(): void;
}

export function liveReporter(output: Output, options: Omit<ScriptOptions, 'color' | 'columns'>): Reporter {
  const script = new Script({ ...options, readable: true, color: output.color, columns: () => output.size().columns });
  const paint = painter(output.color);
  const screen = new Screen(output);
  let rows = new Map<string, Row>();

  const end = (): void => {
    for (const row of rows.values()) row.done();
    rows = new Map();
    screen.draw([]);
  };
  return {
    event: (event) => {
      if (event.kind === 'play-started') {
        end();
        rows = startRows(event.hosts, screen);
      }
      for (const line of script.lines(event)) screen.scroll(`${paint(line)}\n`);
      if (event.kind === 'prompt-opened' || event.kind === 'prompt-closed')
        screen.pause(event.kind === 'prompt-opened');
      const said = busyWith(event);
      if (said) rows.get(said.host)?.say(said.text);
      if (event.kind === 'recap' || event.kind === 'run-failed') end();
    },
    close: () => {
      end();
      output.write('\n');
    },
  };
}

function startRows(hosts: readonly string[], screen: Screen): Map<string, Row> {
  const rows = new Map<string, Row>();
  const tasks = hosts.map((host) => ({
    title: host,
    task: (_context: unknown, task: { output: string }) =>
      new Promise<void>((resolve) => {
        rows.set(host, {
          say: (text) => {
            task.output = text;
          },
          done: resolve,
        });
      }),
  }));
  const listr = new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    registerSignalListeners: false,
    renderer: HostsRenderer,
    rendererOptions: { screen },
  });
  void listr.run();
  return rows;
}

function busyWith(event: RunEvent): { readonly host: string; readonly text: string } | undefined {
  switch (event.kind) {
    case 'host-task-started':
      return { host: event.host, text: event.task.name };
    case 'host-progress':
      return { host: event.host, text: `${event.task.name}${activityText(event.activity)}` };
    case 'host-retry':
      return { host: event.host, text: `${event.task.name}: attempt ${event.attempt + 1} in ${event.delay} s` };
    case 'host-task-finished':
      return { host: event.host, text: '' };
    default:
      return undefined;
  }
}

function activityText(activity: Activity): string {
  switch (activity.doing) {
    case 'connecting':
      return `: connecting to ${activity.to}`;
    case 'item':
      return `: ${activity.number} of ${activity.of} (${activity.label})`;
    case 'waiting':
      return `: waiting ${activity.seconds} s`;
    case 'running':
      return '';
    default:
      return activity;
  }
}

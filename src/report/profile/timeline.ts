// A profile as a picture for a browser: a row for each host, a bar for each task, what was waited for apart from what the controller did.

import { type Bar, groupedBy, lengthOf, type Period, type Profile, sumOf } from './profile.ts';

/** Letters of a host's name at most; a longer one loses its middle, since neighbours differ at the beginning or at the end. */
const HOST_LETTERS = 48;
const WIDTH = 1600;
const TOP = 64;
const ROW = 18;
const BAR = 14;
/** From this many rows on the times stand below them, too. */
const LONG = 30;
/** Bars narrower than this (pixels) are drawn as one with their neighbours. */
const NARROW = 0.5;
/** A name is only written where it has room for this many letters. */
const FEWEST_LETTERS = 4;
const LETTER = 5.6;

const COLOURS = {
  controller: '#e8923c',
  remote: '#3f78c4',
  way: '#9fc1ec',
  connecting: '#a7a7b4',
  failed: '#c62f2f',
} as const;

/** An SVG that stands for itself. */
export function timeline({ bars, hosts, elapsedMs, cpuMs, tasks }: Profile): string {
  const byHost = groupedBy(bars, (bar) => bar.host);
  const names = hosts.map(shortened);
  const left = 20 + Math.ceil(LETTER * Math.max(8, ...names.map((name) => name.length)));
  const frame: Frame = { left, scale: WIDTH / Math.max(1, elapsedMs), bottom: TOP + hosts.length * ROW };
  const trips = tasks.reduce((sum, task) => sum + task.roundTrips, 0);
  const title = `${hosts.length} hosts, ${tasks.length} tasks, ${duration(elapsedMs)}, ${trips} round trips, ${duration(cpuMs)} of the controller's processor`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + WIDTH + 40}" height="${frame.bottom + 24}" font-family="sans-serif" font-size="10">
<style>.name{fill:#fff;stroke:#222;stroke-opacity:.35;stroke-width:2px;paint-order:stroke;pointer-events:none}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="8" y="20" font-size="14">${escaped(title)}</text>
${legend()}
${axis(elapsedMs, frame, hosts.length)}
${hosts.map((host, row) => hostRow({ host, name: names[row] ?? host }, byHost.get(host) ?? [], { ...frame, y: TOP + row * ROW })).join('\n')}
</svg>
`;
}

interface Frame {
  /** Where the bars begin. */
  readonly left: number;
  /** Pixels for a millisecond. */
  readonly scale: number;
  /** Where the last row ends. */
  readonly bottom: number;
}

function shortened(name: string): string {
  if (name.length <= HOST_LETTERS) return name;
  const half = Math.floor((HOST_LETTERS - 1) / 2);
  return `${name.slice(0, half)}…${name.slice(-half)}`;
}

function legend(): string {
  const entries: readonly (readonly [string, string])[] = [
    [COLOURS.connecting, 'connecting'],
    [COLOURS.remote, 'the host works'],
    [COLOURS.way, 'the way there and back'],
    [COLOURS.controller, 'the controller, or waiting for its turn'],
    [COLOURS.failed, 'failed'],
  ];
  return entries
    .map(([colour, text], index) => {
      const x = 8 + index * 230;
      return `<rect x="${x}" y="30" width="10" height="10" fill="${colour}"/><text x="${x + 15}" y="39">${text}</text>`;
    })
    .join('');
}

function axis(elapsedMs: number, { left, scale, bottom }: Frame, rows: number): string {
  const step = stepFor(elapsedMs);
  const marks = Array.from({ length: Math.floor(elapsedMs / step) + 1 }, (_, index) => index * step);
  return marks
    .map((ms) => {
      const x = fixed(left + ms * scale);
      const label = (y: number): string => `<text x="${x}" y="${y}" fill="#666">${duration(ms)}</text>`;
      const below = rows >= LONG ? label(bottom + 14) : '';
      return `<path d="M${x} ${TOP - 6}V${bottom + 4}" stroke="#e4e4e8"/>${label(TOP - 9)}${below}`;
    })
    .join('');
}

// About ten marks, at 1, 2 or 5 of a power of ten.
function stepFor(elapsedMs: number): number {
  const rough = Math.max(1, elapsedMs / 10);
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
}

interface Place extends Frame {
  readonly y: number;
}

interface Row {
  readonly host: string;
  /** What there is room for. */
  readonly name: string;
}

function hostRow({ host, name }: Row, bars: readonly Bar[], place: Place): string {
  const label = `<text x="${place.left - 6}" y="${place.y + 11}" text-anchor="end">${escaped(name)}<title>${escaped(host)}</title></text>`;
  return `<g>${label}${blocksOf(bars, place.scale)
    .map((block) => drawn(block, place))
    .join('')}</g>`;
}

// One bar that can be seen, or several in a row that can only be seen together.
function blocksOf(bars: readonly Bar[], scale: number): readonly (readonly [Bar, ...Bar[]])[] {
  const blocks: [Bar, ...Bar[]][] = [];
  for (const bar of bars.toSorted((a, b) => a.from - b.from)) {
    const last = blocks.at(-1);
    const narrow = (one: Bar): boolean => lengthOf(one) * scale < NARROW;
    if (last && narrow(bar) && last.every(narrow) && bar.from - last[0].from < NARROW / scale) last.push(bar);
    else blocks.push([bar]);
  }
  return blocks;
}

function drawn(block: readonly [Bar, ...Bar[]], place: Place): string {
  const { left, y, scale } = place;
  const [first] = block;
  const last = block.at(-1) ?? first;
  const width = Math.max(NARROW, (last.to - first.from) * scale - 0.3);
  const x = left + first.from * scale;
  const failed = block.some(({ outcome }) => outcome === 'failed' || outcome === 'unreachable');
  const parts = [
    `<rect x="${fixed(x)}" y="${y}" width="${fixed(width)}" height="${BAR}" fill="${failed ? COLOURS.failed : COLOURS.controller}"/>`,
    ...(failed ? [] : block.flatMap((bar) => pieces(bar, place))),
    nameIn(block, { x, y, width }),
  ];
  return `<g><title>${escaped(block.map(told).join('\n'))}</title>${parts.join('')}</g>`;
}

function pieces({ waits, remote, connecting }: Bar, place: Place): readonly string[] {
  return [
    ...waits.map((period) => piece(period, COLOURS.way, place)),
    ...remote.map((period) => piece(period, COLOURS.remote, place)),
    ...connecting.map((period) => piece(period, COLOURS.connecting, place)),
  ];
}

function piece(period: Period, colour: string, { left, y, scale }: Place): string {
  const width = lengthOf(period) * scale;
  if (width < NARROW / 2) return '';
  return `<rect x="${fixed(left + period.from * scale)}" y="${y}" width="${fixed(width)}" height="${BAR}" fill="${colour}"/>`;
}

function nameIn(
  block: readonly [Bar, ...Bar[]],
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): string {
  const letters = Math.floor((width - 4) / LETTER);
  if (block.length > 1 || letters < FEWEST_LETTERS) return '';
  const { name } = block[0].task;
  const text = name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
  return `<text x="${fixed(x + 2)}" y="${y + 10.5}" class="name">${escaped(text)}</text>`;
}

function told(bar: Bar): string {
  const connecting = sumOf(bar.connecting);
  return [
    `${bar.task.name} (${bar.outcome ?? 'included'})`,
    `${duration(lengthOf(bar))}, of which ${duration(sumOf(bar.waits))} waiting: ${duration(sumOf(bar.remote))} the host's work`,
    ...(connecting > 0 ? [`${duration(connecting)} connecting`] : []),
    `${bar.roundTrips} round trips`,
  ].join('; ');
}

function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toFixed(2))} s`;
}

function fixed(number: number): string {
  return String(Math.round(number * 100) / 100);
}

// Names may hold anything that YAML can; what XML cannot say is left out.
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

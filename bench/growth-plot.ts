// How cost grows, as a picture: processor seconds, memory and round trips over hosts and over tasks, all axes logarithmic.

/** What one run cost. */
export interface Measured {
  readonly hosts: number;
  readonly tasks: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly rssMB: number;
  /** Per host. */
  readonly roundTrips: number;
}

const PANEL = { width: 300, height: 220, left: 60, top: 60, gap: 90 };

interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly of: (one: Measured) => number;
}

const CURVES: readonly Curve[] = [
  { name: 'controller CPU, s', colour: '#e8923c', of: (one) => one.cpuSeconds },
  { name: 'peak memory, MB', colour: '#5b8fd6', of: (one) => one.rssMB },
  { name: 'round trips, all hosts', colour: '#4c9f70', of: (one) => one.roundTrips * one.hosts },
];

/** An SVG with two panels: over hosts at the most usual number of tasks, and over tasks at the most usual number of hosts. */
export function growthPlot(all: readonly Measured[]): string {
  const tasks = commonest(all.map((one) => one.tasks));
  const hosts = commonest(all.map((one) => one.hosts));
  const overHosts = all.filter((one) => one.tasks === tasks).toSorted((a, b) => a.hosts - b.hosts);
  const overTasks = all.filter((one) => one.hosts === hosts).toSorted((a, b) => a.tasks - b.tasks);
  const second = PANEL.left + PANEL.width + PANEL.gap;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${second + PANEL.width + 30}" height="${PANEL.top + PANEL.height + 50}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#fff"/>
${CURVES.map((curve, index) => `<text x="${PANEL.left + index * 160}" y="20" fill="${curve.colour}">${curve.name}</text>`).join('')}
${panel(overHosts, { x: PANEL.left, over: (one) => one.hosts, title: `hosts, ${tasks} tasks` })}
${panel(overTasks, { x: second, over: (one) => one.tasks, title: `tasks, ${hosts} hosts` })}
</svg>
`;
}

interface Axes {
  /** Of the panel's left edge. */
  readonly x: number;
  readonly over: (one: Measured) => number;
  readonly title: string;
}

function panel(points: readonly Measured[], { x, over, title }: Axes): string {
  if (points.length === 0) return '';
  const across = logarithmic(points.map(over), PANEL.width);
  const values = CURVES.flatMap((curve) => points.map(curve.of)).filter((value) => value > 0);
  const up = logarithmic(values, PANEL.height);
  const bottom = PANEL.top + PANEL.height;
  const marks = [
    ...across.marks.map(
      (mark) =>
        `<text x="${x + across.at(mark)}" y="${bottom + 15}" text-anchor="middle">${mark}</text><path d="M${x + across.at(mark)} ${PANEL.top}V${bottom}" stroke="#eee"/>`,
    ),
    ...up.marks.map(
      (mark) =>
        `<text x="${x - 6}" y="${bottom - up.at(mark) + 4}" text-anchor="end">${mark}</text><path d="M${x} ${bottom - up.at(mark)}h${PANEL.width}" stroke="#eee"/>`,
    ),
  ];
  const lines = CURVES.map(({ colour, of }) => {
    const places = points
      .filter((one) => of(one) > 0)
      .map((one) => ({ x: x + across.at(over(one)), y: bottom - up.at(of(one)) }));
    const dots = places.map((place) => `<circle cx="${place.x}" cy="${place.y}" r="3" fill="${colour}"/>`);
    return `<polyline fill="none" stroke="${colour}" points="${places.map((place) => `${place.x},${place.y}`).join(' ')}"/>${dots.join('')}`;
  });
  const label = `<text x="${x + PANEL.width / 2}" y="${bottom + 34}" text-anchor="middle">${title}</text>`;
  return `<g>${marks.join('')}${lines.join('')}${label}</g>`;
}

/** A scale over whole powers of ten. */
function logarithmic(values: readonly number[], length: number) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const marks = Array.from({ length: high - low + 1 }, (_, index) => Number((10 ** (low + index)).toPrecision(1)));
  return { marks, at: (value: number) => Math.round(((Math.log10(value) - low) / (high - low)) * length * 10) / 10 };
}

function commonest(values: readonly number[]): number {
  const count = (value: number): number => values.filter((one) => one === value).length;
  return values.toSorted((a, b) => count(b) - count(a))[0] ?? 0;
}

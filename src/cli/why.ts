// `tsplay why`: the value of a variable on a host, each place that sets it, which of them holds, and why.

import { Command } from 'commander';
import { didYouMean } from '../load/diagnostics/nearest.ts';
import { renderDiagnostic } from '../load/diagnostics/render.ts';
import { type Diagnostic, error } from '../model/diagnostic.ts';
import { localhostNames } from '../model/inventory.ts';
import { placeOf, type Span } from '../model/source.ts';
import { toPlain, type Value } from '../model/value.ts';
import { valueText } from '../report/text/result-text.ts';
import { type Explanation, type Origin, type PlayExplanation, type Setter, why } from '../run/index.ts';
import { addRunOptions, type RunCommandOptions, type SourceOptions } from './options.ts';
import { InputError } from './problems.ts';
import { prepareRun, showWarning } from './run.ts';

export interface WhyOptions extends SourceOptions {
  readonly host: string;
  readonly task?: string;
  readonly showSecrets: boolean;
}

/** The text to print. Throws `InputError`. */
export async function explainVariable(
  variable: string,
  playbooks: readonly string[],
  options: WhyOptions,
): Promise<string> {
  const { host, task, showSecrets } = options;
  const { session, begin } = await prepareRun(playbooks, { ...runDefaults(), ...options, listHosts: true });
  const begun = await begin();
  if (!begun.inventory.host(host))
    throw InputError.of(
      `there is no host '${host}' in the inventory`,
      didYouMean(host, [...begun.inventory.hosts.keys(), ...localhostNames]),
    );
  const found = await why(
    { ...begun, sink: showWarning, signal: new AbortController().signal },
    { variable, host, directory: session.cwd, ...(task !== undefined && { task }) },
  );
  if (!found.ok) throw new InputError(found.problems);
  if (!found.value.some(isSet)) throw new InputError([unknown(variable, host, found.value)]);
  return grouped(found.value, showSecrets)
    .map(({ plays, lines }) => `${[headline(variable, host, plays), ...lines].join('\n')}\n`)
    .join('\n');
}

interface Group {
  readonly plays: NonNullable<PlayExplanation['play']>[];
  readonly lines: readonly string[];
}

// Plays in which everything is the same are told together.
function grouped(found: readonly PlayExplanation[], showSecrets: boolean): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const one of found) {
    const lines = body(one, showSecrets);
    const key = lines.join('\n');
    const group = groups.get(key) ?? { plays: [], lines };
    groups.set(key, group);
    if (one.play) group.plays.push(one.play);
  }
  return [...groups.values()];
}

// What `run` has where nothing is said.
function runDefaults(): RunCommandOptions {
  return addRunOptions(new Command()).opts<RunCommandOptions>();
}

function isSet({ explanation, setters }: PlayExplanation): boolean {
  return explanation.origins.length > 0 || setters.length > 0;
}

function unknown(variable: string, host: string, found: readonly PlayExplanation[]): Diagnostic {
  const meant = [...new Set(found.flatMap((one) => one.meant))].map((name) => `'${name}'`);
  return error(
    `nothing sets the variable '${variable}' on '${host}'`,
    undefined,
    meant.length === 0 ? undefined : `did you mean ${meant.join(' or ')}?`,
  );
}

function headline(variable: string, host: string, plays: Group['plays']): string {
  const named = plays.map((play) => `'${play.name}' (${placeOf(play.span)})`).join(', ');
  return `${variable} on ${host}${named === '' ? '' : `, in the ${plays.length === 1 ? 'play' : 'plays'} ${named}`}`;
}

function body({ explanation, setters }: PlayExplanation, showSecrets: boolean): readonly string[] {
  return [
    ...(explanation.origins.length === 0
      ? ['  nothing sets it before the play starts']
      : explained(explanation, showSecrets)),
    ...(setters.length === 0 ? [] : ['', '  while the play runs it may be set by', ...table(setters.map(setterRow))]),
  ];
}

function explained(explanation: Explanation, showSecrets: boolean): readonly string[] {
  const { refersTo } = explanation;
  const origins = distinct(explanation.origins);
  const rows = origins.map((origin, index) => originRow(origin, { holds: index === 0, explanation, showSecrets }));
  return [
    ...valueLines(explanation, showSecrets),
    ...table(rows),
    ...reasons(origins).map((reason) => `  ${reason}`),
    ...refersTo.flatMap((one) => ['', `  it refers to ${one.name}`, ...indented(explained(one, showSecrets))]),
  ];
}

// What lies beside the inventory and beside the playbook at once is read as both; one line is enough.
function distinct(origins: readonly Origin[]): readonly Origin[] {
  const places = new Set<string>();
  return origins.filter(({ binding }) => {
    if (binding.kind === 'value') return true;
    const { span } = binding.node;
    // Two -e are at one place.
    const place = `${placeOf(span)} ${span.file.text}`;
    const isNew = !places.has(place);
    places.add(place);
    return isNew;
  });
}

function valueLines({ value, problem, secret }: Explanation, showSecrets: boolean): readonly string[] {
  const hidden = secret && !showSecrets;
  if (problem) {
    // The line that a mark would stand under holds the secret.
    const { span, ...rest } = problem;
    const told = hidden ? { ...rest, related: [] } : problem;
    const place = hidden && span ? [`${placeOf(span)}:`] : [];
    return ['  it has no value:', ...indented(indented([...place, ...renderDiagnostic(told).split('\n')]))];
  }
  const text = hidden ? HIDDEN : shown(value ?? null);
  return indented(`value  ${text}`.split('\n'));
}

const HIDDEN = '(secret; --show-secrets shows it)';

function shown(value: Value): string {
  const plain = toPlain(value);
  const line = valueText(plain, { indent: false });
  return line.length <= 100 ? line : valueText(plain, { indent: true });
}

type Row = readonly [mark: string, place: string, from: string, written: string];

interface Shown {
  readonly holds: boolean;
  readonly explanation: Explanation;
  readonly showSecrets: boolean;
}

function originRow({ level, owner, binding }: Origin, { holds, explanation, showSecrets }: Shown): Row {
  const from = owner === undefined ? level : `${level} '${owner}'`;
  const hidden = explanation.secret && !showSecrets;
  const mark = holds ? '>' : ' ';
  if (binding.kind === 'value')
    return [mark, unwritten(level), from, hidden ? HIDDEN : firstLine(shown(binding.value))];
  const { span } = binding.node;
  return [mark, placeOf(span), from, hidden ? HIDDEN : firstLine(textOf(span))];
}

function unwritten(level: Origin['level']): string {
  if (level === 'magic') return '(built in)';
  return level === 'facts' ? '(gathered)' : '(computed)';
}

function setterRow({ how, by, span }: Setter): Row {
  return [' ', placeOf(span), how, by];
}

function textOf({ file, start, end }: Span): string {
  return file.text.slice(start, end).trim();
}

function firstLine(text: string): string {
  const [line = '', ...more] = text.split('\n');
  return more.length > 0 || line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

function table(rows: readonly Row[]): readonly string[] {
  const width = (column: 1 | 2): number => Math.max(...rows.map((row) => row[column].length));
  return rows.map(([mark, place, from, written]) =>
    `  ${mark} ${place.padEnd(width(1))}  ${from.padEnd(width(2))}  ${written}`.trimEnd(),
  );
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

// Why the first holds over the second; what is weaker follows from the order.
function reasons([first, second]: readonly Origin[]): readonly string[] {
  if (!first || !second) return [];
  if (first.level !== second.level) return [`the first holds: ${first.level} come before ${second.level}`];
  return TIES.filter(({ level }) => level.test(first.level)).map(({ reason }) => reason);
}

/** Which of two places of one level holds. */
const TIES: readonly { readonly level: RegExp; readonly reason: string }[] = [
  {
    level: /group/,
    reason:
      'a group overrides its parents; of groups side by side the greater ansible_group_priority holds, then the later name',
  },
  { level: /^inventory host$/, reason: 'a later line or source overrides an earlier one' },
  { level: /^extra vars$/, reason: 'a later -e overrides an earlier one' },
  { level: /^block and task vars$/, reason: 'the innermost holds: the task, then the blocks around it' },
  { level: /^role (vars|defaults)/, reason: 'a later role or file overrides an earlier one' },
  { level: /^play vars/, reason: 'a later file overrides an earlier one' },
];

// The arguments of an action, whichever way they are written: a mapping, `k=v` text, free-form text, and `args:` beside them.

import type { Action } from '../../model/playbook.ts';
import type { MapEntry, MapNode, Node, ScalarNode, Span } from '../../model/source.ts';
import { parseArgumentText } from './argument-text.ts';
import { takesCmd, takesCommand, takesFreeForm } from './builtin-actions.ts';
import { described, hasTag, isNull, isTemplate, placeOfValue } from './nodes.ts';
import { pieceNode, pieceSpan } from './pieces.ts';
import type { Session } from './session.ts';

/** What `Action` says of arguments. */
export type Arguments = Pick<Action, 'args' | 'freeForm' | 'variableArgs'>;

interface Draft {
  readonly entries: readonly MapEntry[];
  readonly span: Span;
  readonly freeForm?: ScalarNode;
  readonly variableArgs?: ScalarNode;
}

/** A module as a task calls it. */
export interface Called {
  readonly word: string;
  /** Whether there is one of that name. */
  readonly exists: boolean;
}

/** The arguments given to a module: the value of its key, and the `args:` of the task, which counts less. */
export function readArguments(
  session: Session,
  module: Called,
  value: MapEntry,
  args: MapEntry | undefined,
): Arguments {
  const own = readOwn(session, module, value);
  const more = args ? readMore(session, args) : undefined;
  const given = new Set(own.entries.map(({ key }) => key.value));
  const extra = more?.entries.filter(({ key }) => !given.has(key.value)) ?? [];
  const variableArgs = own.variableArgs ?? more?.variableArgs;
  const { entries, freeForm } = withCmd(session, module, [...own.entries, ...extra], own.freeForm ?? more?.freeForm);
  return {
    args: { kind: 'map', entries, span: own.span },
    ...(freeForm && { freeForm }),
    ...(variableArgs && { variableArgs }),
  };
}

// `command: {cmd: ls}` and `command: ls` are the same.
function withCmd(session: Session, { word }: Called, entries: readonly MapEntry[], freeForm: ScalarNode | undefined) {
  const cmd = takesCmd(word) ? entries.find(({ key }) => key.value === 'cmd') : undefined;
  if (cmd?.value.kind !== 'scalar' || cmd.value.value === null) return { entries, freeForm };
  if (freeForm) session.error(`'${word}' is given its command twice`, cmd.key.span, "leave 'cmd' out");
  return { entries: entries.filter((entry) => entry !== cmd), freeForm: freeForm ?? cmd.value };
}

function readOwn(session: Session, module: Called, entry: MapEntry): Draft {
  const { value } = entry;
  const nothing = { entries: [], span: entry.key.span };
  if (isNull(value)) return nothing;
  if (value.kind === 'map') return readMapping(value);
  if (value.kind === 'scalar' && typeof value.value === 'string') return readText(session, module, value, value.value);
  session.error(
    `'${module.word}' takes its arguments as a mapping or as text, not ${described(value)}`,
    placeOfValue(entry),
  );
  return nothing;
}

function readMapping(value: MapNode): Draft {
  const isRaw = ({ key, value: argument }: MapEntry) => key.value === '_raw_params' && argument.kind === 'scalar';
  const raw = value.entries.find(isRaw)?.value;
  const entries = value.entries.filter((entry) => !isRaw(entry));
  return { entries, span: value.span, ...(raw?.kind === 'scalar' && { freeForm: raw }) };
}

function readText(session: Session, { word, exists }: Called, node: ScalarNode, text: string): Draft {
  const parsed = parseArgumentText(text, { command: takesCommand(word) });
  if (!parsed.ok) {
    const place = pieceSpan(node, parsed.start, parsed.start + parsed.open.length);
    const hint = parsed.open.startsWith('{')
      ? 'close it, or write the arguments as a mapping'
      : `close it, or write it as \\${parsed.open}`;
    session.error(
      parsed.open.startsWith('{') ? `this ${parsed.open} is never closed` : 'this quote is never closed',
      place,
      hint,
    );
    return { entries: [], span: node.span };
  }
  const entries = parsed.options.map((option) => ({
    key: pieceNode(node, option.name, option.nameStart, option.nameStart + option.name.length),
    value: pieceNode(node, option.value, option.valueStart, option.end),
  }));
  const draft = { entries: lastOfEach(entries), span: node.span };
  const free = parsed.freeForm;
  if (!free) return draft;
  const whole = entries.length === 0 && free.text === node.value;
  const freeForm = whole ? node : pieceNode(node, free.text, free.start, free.end);
  if (takesFreeForm(word)) return { ...draft, freeForm };
  if (hasTag(free.text)) return { ...draft, variableArgs: freeForm };
  // Of a module that is not there, nobody knows what it takes.
  if (!exists) return draft;
  session.error(
    `'${word}' takes 'name=value', which this is not`,
    freeForm.span,
    `write the arguments as a mapping below '${word}:'`,
  );
  return draft;
}

function readMore(session: Session, entry: MapEntry): Draft {
  const { value } = entry;
  if (value.kind === 'map') return readMapping(value);
  if (value.kind === 'scalar' && isTemplate(value)) return { entries: [], span: value.span, variableArgs: value };
  const empty = isNull(value) || (value.kind === 'list' && value.items.length === 0);
  if (!empty) session.error(`'args' takes a mapping, not ${described(value)}`, placeOfValue(entry));
  return { entries: [], span: entry.key.span };
}

// As in a mapping, the last of two values with one name counts.
function lastOfEach(entries: readonly { readonly key: ScalarNode; readonly value: Node }[]): readonly MapEntry[] {
  return entries.filter(({ key }, index) => !entries.slice(index + 1).some((later) => later.key.value === key.value));
}

// Whether a keyword's value can be right: its type, its choices, the names in it. What is a template is judged when it is rendered.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import { listed } from '../../model/playbook.ts';
import type { MapEntry, Node, ScalarNode } from '../../model/source.ts';
import { PyFloat } from '../../model/value.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import type { ValueKind } from './keywords.ts';
import { described, isNull, isTemplate, placeOfValue } from './nodes.ts';
import type { Report } from './session.ts';
import { checkVariableName } from './variable-names.ts';

const BOOLEAN_WORDS = /^(?:y|yes|on|1|true|t|n|no|off|0|false|f)$/i;
const INTEGER_TEXT = /^\s*[-+]?\d+\s*$/;
const NUMBER_TEXT = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)\s*%?\s*$/;

/** Reports a value that its keyword cannot take. */
export function checkValue(entry: MapEntry, kind: ValueKind, report: Report): void {
  const { value } = entry;
  if (isNull(value) || isTemplate(value)) {
    if (kind.kind === 'variable' && isTemplate(value))
      report(wrong(entry, 'takes the name of a variable, not a template'));
    if (kind.kind === 'vars' && isTemplate(value)) report(wrong(entry, 'takes a mapping, not a template'));
    if (kind.kind === 'module-defaults' && isTemplate(value))
      report(wrong(entry, 'takes a mapping of module names, not a template', 'only the values in it may be templates'));
    return;
  }
  const problem = problemOf(entry, kind, report);
  if (problem !== undefined) report(problem);
}

function problemOf(entry: MapEntry, kind: ValueKind, report: Report): Diagnostic | undefined {
  const { value } = entry;
  switch (kind.kind) {
    case 'structure':
      return undefined;
    case 'bool':
      return isBool(value) ? undefined : wrong(entry, `takes yes or no, not ${described(value)}`);
    case 'int':
      return isNumber(value, INTEGER_TEXT) ? undefined : wrong(entry, `takes a whole number, not ${described(value)}`);
    case 'number':
      return isNumber(value, NUMBER_TEXT) ? undefined : wrong(entry, `takes a number, not ${described(value)}`);
    case 'text':
      return value.kind === 'scalar' ? undefined : wrong(entry, `takes text, not ${described(value)}`);
    case 'choice':
      return choiceProblem(entry, kind.of);
    case 'variable':
      return value.kind === 'scalar'
        ? checkVariableName(value)
        : wrong(entry, `takes the name of a variable, not ${described(value)}`);
    case 'loop':
      return value.kind === 'list' ? undefined : wrong(entry, `takes a list, not ${described(value)}`, loopHint(value));
    default:
      return listProblem(entry, kind.kind, report);
  }
}

function listProblem(entry: MapEntry, kind: ValueKind['kind'], report: Report): Diagnostic | undefined {
  const { value } = entry;
  switch (kind) {
    case 'conditions':
      if (value.kind === 'map')
        return wrong(entry, 'takes a condition or a list of them, not a mapping', conditionHint(value));
      return badItem(entry, (item) => item.kind === 'scalar', 'condition');
    case 'texts':
      if (value.kind === 'map') return wrong(entry, 'takes text or a list of texts, not a mapping');
      return badItem(entry, (item) => item.kind === 'scalar', 'text');
    case 'tags':
      if (value.kind === 'map') return wrong(entry, 'takes a list, not a mapping');
      return badItem(entry, (item) => item.kind === 'scalar', 'tag');
    case 'serial':
      return badItem(entry, (item) => isTemplate(item) || isNumber(item, NUMBER_TEXT), 'number or percentage');
    case 'environment':
      return badItem(entry, (item) => item.kind === 'map' || isTemplate(item), 'mapping of variables');
    case 'module-defaults':
      return moduleDefaultsProblem(entry);
    case 'vars':
      return varsProblem(entry, report);
    default:
      return undefined;
  }
}

function badItem(entry: MapEntry, fits: (item: Node) => boolean, what: string): Diagnostic | undefined {
  const bad = listed(entry.value).find((item) => !fits(item) && !isNull(item));
  return bad && error(`${described(bad)} in '${entry.key.value}' is no ${what}`, bad.span);
}

function choiceProblem(entry: MapEntry, choices: readonly string[]): Diagnostic | undefined {
  if (entry.value.kind !== 'scalar') return wrong(entry, `takes text, not ${described(entry.value)}`);
  const word = String(entry.value.value).replace(/^ansible\.(builtin|legacy)\./, '');
  if (choices.includes(word)) return undefined;
  return wrong(entry, `cannot be '${word}'`, didYouMean(word, choices) ?? `it is one of ${choices.join(', ')}`);
}

function loopHint(value: Node): string {
  return value.kind === 'map' ? 'with_dict takes a mapping' : 'with_items takes a single value';
}

// `when: a: b` is a condition with a colon that lacks quotes.
function conditionHint(value: Node): string | undefined {
  return value.kind === 'map' && value.entries.length === 1 ? 'put a condition with a colon in quotes' : undefined;
}

function moduleDefaultsProblem(entry: MapEntry): Diagnostic | undefined {
  for (const item of listed(entry.value)) {
    if (item.kind !== 'map') return wrong(entry, `takes a mapping of module names, not ${described(item)}`);
    const bad = item.entries.find(({ value }) => value.kind !== 'map' && !isTemplate(value) && !isNull(value));
    if (bad)
      return error(`the defaults of '${bad.key.value}' are a mapping, not ${described(bad.value)}`, placeOfValue(bad));
  }
  return undefined;
}

function varsProblem(entry: MapEntry, report: Report): Diagnostic | undefined {
  for (const item of listed(entry.value)) {
    if (item.kind !== 'map') return wrong(entry, `takes a mapping, not ${described(item)}`);
    for (const { key } of item.entries) {
      const problem = checkVariableName(key);
      if (problem) report(problem);
    }
  }
  return undefined;
}

function isBool(node: Node): boolean {
  if (node.kind !== 'scalar') return false;
  const { value } = node;
  if (typeof value === 'boolean' || value === 0 || value === 1) return true;
  return typeof value === 'string' && BOOLEAN_WORDS.test(value);
}

function isNumber(node: Node, spelling: RegExp): node is ScalarNode {
  if (node.kind !== 'scalar') return false;
  const { value } = node;
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof PyFloat) return true;
  return typeof value === 'string' && spelling.test(value);
}

function wrong(entry: MapEntry, complaint: string, hint?: string): Diagnostic {
  return error(`'${entry.key.value}' ${complaint}`, placeOfValue(entry), hint);
}

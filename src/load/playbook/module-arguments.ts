// Whether the arguments of a task fit its module: none unknown, none missing, and what is written literally of the right type.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { Action } from '../../model/playbook.ts';
import type { MapEntry, Node } from '../../model/source.ts';
import type { Param, Params } from '../../module/params.ts';
import type { FoundModule } from '../../module/registry.ts';
import { checkCondition, checkExpression, literalOf } from '../../template/index.ts';
import { didYouMean, nearest } from '../diagnostics/nearest.ts';
import { KEYWORDS } from './keywords.ts';
import { isTemplate, placeOfValue } from './nodes.ts';
import type { Circumstances } from './options.ts';
import { checkVariableName } from './variable-names.ts';

/** Reports unknown, missing and mistyped parameters. Templates can give anything, so their values are not judged. */
export function checkArguments(found: FoundModule, action: Action, { defaults }: Circumstances): readonly Diagnostic[] {
  const { freeForm } = found.module;
  const params: Params =
    found.module.kind === 'action' ? found.module.params : { ...found.module.further, ...found.module.params };
  const open = found.module.kind === 'action' && found.module.anyParams;
  const problems: Diagnostic[] = [];
  const given = new Set<string>(action.freeForm && freeForm !== undefined ? [freeForm] : []);
  for (const entry of action.args.entries) {
    const word = String(entry.key.value);
    const name = parameterOf(params, word);
    // A mistyped parameter is told of once, not as a missing one too.
    const meant = name ?? (open ? undefined : parameterOf(params, nearest(word, wordsOf(params)) ?? word));
    if (meant !== undefined) given.add(meant);
    const param = name === undefined ? undefined : params[name];
    if (param) problems.push(...valueProblems(entry, param));
    else if (!open) problems.push(unknown(entry, found, params));
    else if (found.name === 'ansible.builtin.set_fact' && !isTemplate(entry.key))
      problems.push(...[checkVariableName(entry.key)].filter((one) => one !== undefined));
  }
  if (defaults || action.variableArgs !== undefined) return problems;
  problems.push(...missing(found, action, given));
  return problems.length > 0 ? problems : contradictions(found, action);
}

function parameterOf(params: Params, word: string): string | undefined {
  if (Object.hasOwn(params, word)) return word;
  return Object.keys(params).find((name) => params[name]?.info.aliases.includes(word));
}

function unknown({ key }: MapEntry, { name }: FoundModule, params: Params): Diagnostic {
  const word = String(key.value);
  const keyword = Object.hasOwn(KEYWORDS.task, word)
    ? `it is a keyword of the task: indent it as far as the module's name`
    : undefined;
  return error(
    `'${word}' is not a parameter of ${shortest(name)}`,
    key.span,
    keyword ?? didYouMean(word, wordsOf(params)),
  );
}

function wordsOf(params: Params): readonly string[] {
  return Object.entries(params).flatMap(([param, { info }]) => (info.internal ? [] : [param, ...info.aliases]));
}

function missing({ name, module }: FoundModule, action: Action, given: ReadonlySet<string>): readonly Diagnostic[] {
  return Object.entries(module.params)
    .filter(([param, { info }]) => info.required && !given.has(param))
    .map(([param]) => error(`${shortest(name)} needs the parameter '${param}'`, action.span));
}

// Only of arguments that are all written out: what a template gives may be nothing at all (`omit`).
function contradictions({ module }: FoundModule, { args, freeForm, span }: Action): readonly Diagnostic[] {
  const values = args.entries.map(({ key, value }) => [String(key.value), value] as const);
  if (freeForm && module.freeForm !== undefined) values.push([module.freeForm, freeForm]);
  if (!values.every(([, value]) => isLiteral(value))) return [];
  const refusal = module.refuses?.(new Map(values.map(([name, value]) => [name, literalOf(value)])));
  return refusal === undefined ? [] : [error(refusal, span)];
}

function valueProblems(entry: MapEntry, param: Param<unknown>): readonly Diagnostic[] {
  const { key, value } = entry;
  const { obsolete } = param.info;
  if (obsolete !== undefined)
    return [{ ...error(`'${key.value}' has no effect any more`, key.span, obsolete), severity: 'warning' }];
  if (param.info.raw) return expressionProblems(value);
  if (!isLiteral(value)) return [];
  const coerced = param.coerce(literalOf(value), { expandPath: (path) => path });
  if (coerced.ok) return [];
  const { choices } = param.info.type;
  const hint = choices && value.kind === 'scalar' ? didYouMean(String(value.value), choices) : undefined;
  return [error(`'${key.value}' ${coerced.problem}`, placeOfValue(entry), hint)];
}

// What reaches a module unrendered is an expression: `debug: var`, `assert: that`.
function expressionProblems(value: Node): readonly Diagnostic[] {
  return value.kind === 'scalar' && !isTemplate(value) ? checkExpression(value) : checkCondition(value);
}

function isLiteral(node: Node): boolean {
  if (node.kind === 'scalar') return node.tag !== 'vault' && !isTemplate(node);
  return node.kind === 'list' ? node.items.every(isLiteral) : node.entries.every(({ value }) => isLiteral(value));
}

/** A module's name as most people write it. */
function shortest(name: string): string {
  return name.replace(/^ansible\.builtin\./, '');
}

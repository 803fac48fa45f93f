// Whole templates to closures, each text once.

import type { Evaluate } from '../engine/frame.ts';
import type { CompiledBlock, Template } from '../engine/template.ts';
import type { Statement } from '../syntax/ast.ts';
import { parseExpression, parseTemplate } from '../syntax/parse.ts';
import { type Spelling, spellingKey } from '../syntax/settings.ts';
import { compileExpression } from './expression.ts';
import { keeperOf } from './keeps-text.ts';
import { definedNames, keepsNothing, type Names, noNames } from './names.ts';
import { compileBody } from './statement.ts';

/** A compiled expression. */
export interface CompiledExpression {
  readonly evaluate: Evaluate;
  readonly mutates: boolean;
}

// Enough for every text of a large project; the oldest goes first.
const most = 20_000;

class Cache<T> {
  readonly #entries = new Map<string, T>();

  get(text: string): T | undefined {
    return this.#entries.get(text);
  }

  add(text: string, made: T): T {
    const [oldest] = this.#entries.size >= most ? this.#entries.keys() : [];
    if (oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(text, made);
    return made;
  }
}

const templates = new Map<string, Cache<Template>>();
const expressions = { conditions: new Cache<CompiledExpression>(), plain: new Cache<CompiledExpression>() };

/** Compiles a template. Throws `TemplateSyntaxError`. */
export function compileTemplate(text: string, spelling: Spelling): Template {
  const key = spellingKey(spelling);
  let cache = templates.get(key);
  if (!cache) {
    cache = new Cache();
    templates.set(key, cache);
  }
  return cache.get(text) ?? cache.add(text, build(text, spelling));
}

/** Compiles an expression that stands alone; `conditions`: whether `a if b` is one here. Throws `TemplateSyntaxError`. */
export function compileAlone(text: string, conditions = true): CompiledExpression {
  const cache = conditions ? expressions.conditions : expressions.plain;
  const known = cache.get(text);
  if (known) return known;
  const names = noNames();
  const evaluate = compileExpression(parseExpression(text, conditions), names);
  return cache.add(text, { evaluate, mutates: names.found.mutates });
}

function build(text: string, spelling: Spelling): Template {
  const body = parseTemplate(text, spelling);
  const blocks = new Map<string, CompiledBlock>();
  const found = { mutates: false };
  const names: Names = { defined: definedNames(body), soft: false, found, blocks };
  const execute = compileBody(body, names);
  return {
    body: execute,
    spelling,
    definesNothing: body.every(keepsNothing),
    blocks,
    mutates: found.mutates,
    only: onlyExpression(body, names),
    variable: variableOf(text),
  };
}

function onlyExpression(body: readonly Statement[], names: Names): Evaluate | undefined {
  const [node] = body;
  if (node?.kind !== 'output' || body.length > 1) return undefined;
  const expression = compileExpression(node.expression, names);
  const keep = keeperOf(node.expression);
  return (frame) => keep(frame, expression(frame));
}

function variableOf(text: string): string | undefined {
  return /^\{\{\s*(\w+)\s*\}\}\n?$/.exec(text)?.[1];
}

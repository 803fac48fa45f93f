// Ansible's way with text that may be a template, and with whole YAML nodes.

import type { MapNode, Node, ScalarNode } from '../../model/source.ts';
import { Dict, PyFloat, type Value } from '../../model/value.ts';
import { compileTemplate } from '../compile/template.ts';
import { fileSpelling, playbookSpelling, readHeader, type Spelling } from '../syntax/settings.ts';
import { TemplateSyntaxError } from '../syntax/stream.ts';
import { Context, Frame, Output, Run, type Written } from './frame.ts';
import { type Conversion, conclude, finalize } from './output.ts';
import type { Pass } from './pass.ts';
import { locate, type Source } from './place.ts';
import { runRoot } from './run.ts';
import type { Template } from './template.ts';

/** Whether text holds anything that makes it a template. */
export function isTemplate(text: string): boolean {
  const brace = text.indexOf('{');
  if (brace < 0) return false;
  return text.includes('{{', brace) || text.includes('{%', brace) || text.includes('{#', brace);
}

export interface TextOptions {
  /** Whether text that looks like a list, dict or bool becomes one; usual. */
  readonly convertData?: boolean;
  /** Whether backslashes in strings inside `{{ }}` are left alone; usual, but not for template files. */
  readonly rawStrings?: boolean;
  /** How the text is spelled, where that is not as usual. */
  readonly spelling?: Spelling;
  readonly source?: Source;
}

/** Renders text from a playbook: the value of a template, or the text itself where it is none. */
export function renderText(pass: Pass, text: string, options: TextOptions = {}): Value {
  if (text.startsWith('#jinja2:') && !options.spelling) return renderWithHeader(pass, text, options);
  const spelling = options.spelling ?? (options.rawStrings === false ? fileSpelling : playbookSpelling);
  if (!isTemplate(text) && (spelling === fileSpelling || spelling === playbookSpelling)) return text;
  const source = options.source ?? { text };
  const template = compile(text, spelling, source);
  const plain = template.variable === undefined ? undefined : plainVariable(pass, template.variable);
  if (plain !== undefined) return plain;
  const conversion: Conversion = options.convertData === false ? 'text' : pass.usual;
  return pass.converting(conversion, () => evaluate(pass, template, source, conversion));
}

function renderWithHeader(pass: Pass, text: string, options: TextOptions): Value {
  const { body, spelling, skipped } = readHeader(text, options.rawStrings === false ? fileSpelling : playbookSpelling);
  return renderText(pass, body, { ...options, spelling, source: { ...options.source, text: body, skipped } });
}

/** Compiles, with the place of a mistake on its error. */
export function compile(text: string, spelling: Spelling, source: Source): Template {
  try {
    return compileTemplate(text, spelling);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) {
      const located = new TemplateSyntaxError(error.message, error.at);
      locate(located, source, error.at);
      throw located;
    }
    if (error instanceof RangeError)
      throw new TemplateSyntaxError('the template is nested too deeply', { start: 0, end: text.length });
    throw error;
  }
}

// Ansible hands numbers, bools and None through where a template is nothing but a variable that holds one, and only these.
function plainVariable(pass: Pass, name: string): Value | undefined {
  const binding = pass.scope.lookup(name);
  if (!binding) return undefined;
  const value =
    binding.kind === 'value' ? binding.value : binding.node.kind === 'scalar' ? binding.node.value : undefined;
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  return value instanceof PyFloat ? value : undefined;
}

function evaluate(pass: Pass, template: Template, source: Source, conversion: Conversion): Value {
  const run = new Run(pass, template, source, Context.of(pass, template));
  const value = run.guard(() => conclude(written(run, template), conversion));
  return typeof value === 'string' ? withNewlines(source.text, value, '\n') : value;
}

// A template that is one expression needs no output to collect.
function written(run: Run, template: Template): Written | undefined {
  if (template.only) {
    const value = template.only(new Frame(run, undefined, run.context.vars));
    return { value: finalize(value, run.pass.conversion) };
  }
  run.registerBlocks();
  const output = new Output();
  runRoot(run, output);
  return output.written;
}

// Jinja drops the last newline of a template; Ansible gives a result as many as the text had.
function withNewlines(text: string, result: string, newline: string): string {
  const missing = newlinesAtEnd(text) - newlinesAtEnd(result);
  return missing > 0 ? result + newline.repeat(missing) : result;
}

function newlinesAtEnd(text: string): number {
  let count = 0;
  while (text.charAt(text.length - 1 - count) === '\n') count++;
  return count;
}

/** Renders the text of a template file: the result is text, whatever it looks like. */
export function renderTemplateFile(pass: Pass, text: string, spelling: Spelling, source: Source): string {
  const template = compile(text, spelling, source);
  const conversion: Conversion = pass.engine.native ? 'native text' : 'text';
  const value = pass.converting(conversion, () => {
    const run = new Run(pass, template, source, Context.of(pass, template));
    return run.guard(() => conclude(written(run, template), conversion));
  });
  return typeof value === 'string' ? withNewlines(text, value, spelling.newlineSequence) : '';
}

/** Renders the text of a template file as the value that it looks like, which is what the `template` lookup gives. */
export function renderFileText(pass: Pass, text: string, path: string, convertData = true): Value {
  const { body, spelling, skipped } = readHeader(text, fileSpelling);
  return renderText(pass, body, { spelling, convertData, source: { text: body, file: { path, text }, skipped } });
}

// Nodes without templates give the same value every time; nobody changes values in place.
const constants = new WeakMap<Node, Value>();

/** The value of a YAML node: text in it is rendered, however deep, but for what is marked `!unsafe`. */
export function renderNode(pass: Pass, node: Node): Value {
  if (node.kind === 'scalar') return renderScalar(pass, node);
  const known = constants.get(node);
  if (known !== undefined) return known;
  const constant = isConstant(node);
  const value = constant
    ? literalOf(node)
    : node.kind === 'list'
      ? node.items.map((item) => renderNode(pass, item))
      : renderMap(pass, node);
  if (constant) constants.set(node, value);
  return value;
}

function renderScalar(pass: Pass, node: ScalarNode): Value {
  const { value, tag } = node;
  if (typeof value !== 'string' || tag === 'unsafe') return value;
  if (tag === 'vault') return pass.controller.decrypt(value).toString('utf8');
  return renderText(pass, value, { source: { text: value, node } });
}

function renderMap(pass: Pass, node: MapNode): Dict {
  const dict = new Dict();
  for (const { key, value } of node.entries) dict.set(key.value, renderNode(pass, value));
  return dict;
}

function isConstant(node: Node): boolean {
  if (node.tag === 'unsafe') return true;
  if (node.kind === 'scalar')
    return node.tag === undefined && !(typeof node.value === 'string' && isTemplate(node.value));
  return node.kind === 'list' ? node.items.every(isConstant) : node.entries.every(({ value }) => isConstant(value));
}

/** The value of a node as it is written, templates and all. */
export function literalOf(node: Node): Value {
  return decryptedLiteralOf(node, (ciphertext) => ciphertext);
}

/** The value of a node as it is written, but for what is vaulted in it. */
export function decryptedLiteralOf(node: Node, decrypt: (ciphertext: string) => string): Value {
  if (node.kind === 'scalar')
    return node.tag === 'vault' && typeof node.value === 'string' ? decrypt(node.value) : node.value;
  if (node.kind === 'list') return node.items.map((item) => decryptedLiteralOf(item, decrypt));
  return Dict.of(node.entries.map(({ key, value }) => [key.value, decryptedLiteralOf(value, decrypt)] as const));
}

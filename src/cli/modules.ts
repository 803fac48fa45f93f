// `tsplay modules`: the list of modules, and the manual of one, from their declarations.

import { didYouMean } from '../load/diagnostics/nearest.ts';
import type { Action } from '../module/action.ts';
import type { Module } from '../module/module.ts';
import type { Param } from '../module/params.ts';
import { Catalogue } from '../module/registry.ts';
import { InputError } from './problems.ts';

/** The text to print. */
export async function showModules(name: string | undefined): Promise<string> {
  const catalogue = new Catalogue();
  if (name !== undefined) {
    const found = await catalogue.resolve(name);
    if (!found) throw InputError.of(`there is no module '${name}'`, didYouMean(name, catalogue.names()));
    return manual(found.name, found.module);
  }
  const found = await Promise.all(catalogue.names().map((one) => catalogue.resolve(one)));
  const rows = found.flatMap((one) => (one ? [[one.name, one.module.summary] as const] : []));
  const width = Math.max(...rows.map(([word]) => word.length));
  return rows.map(([word, summary]) => `${word.padEnd(width)}  ${summary}\n`).join('');
}

function manual(name: string, module: Module | Action): string {
  const about = module.description === '' ? [] : ['', ...wrapped(module.description, '')];
  const params = Object.entries(module.params).flatMap(([word, param]) =>
    param.info.obsolete === undefined ? parameter(word, param) : [],
  );
  const returns = Object.entries(module.returns).flatMap(([word, text]) => [`  ${word}`, ...wrapped(text, '      ')]);
  const examples = module.examples.flatMap((example) => [
    '',
    `  - name: ${example.name}`,
    ...example.yaml.split('\n').map((one) => `    ${one}`),
  ]);
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines];
  return `${[`${name}: ${module.summary}`, ...about, ...section('Parameters', params), ...section('Results', returns), ...section('Examples', examples)].join('\n')}\n`;
}

function parameter(word: string, { info }: Param<unknown>): readonly string[] {
  const { type, aliases, required, defaultValue } = info;
  const facts = [
    type.element === undefined ? type.name : `list of ${type.element.info.type.name}`,
    ...(required ? ['required'] : []),
    ...(defaultValue === null ? [] : [`default ${JSON.stringify(defaultValue)}`]),
    ...(type.choices === undefined ? [] : [`one of ${type.choices.join(', ')}`]),
    ...(aliases.length === 0 ? [] : [`also ${aliases.join(', ')}`]),
  ];
  return [`  ${word} (${facts.join('; ')})`, ...wrapped(info.doc, '      ')];
}

/** Lines of at most 100 columns. */
function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < 100) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}

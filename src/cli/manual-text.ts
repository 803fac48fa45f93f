// The manual of a module as a terminal of 80 columns shows it.

import { exampleTask, type Manual, type ManualParameter } from '../module/manual.ts';

const WIDTH = 80;

/** The text of a manual. `kind`: what running the module needs. */
export function manualText(manual: Manual, kind: string): string {
  const { name, summary, description, parameters, results, notes, examples } = manual;
  const blocks = [
    wrapped(`${name}: ${summary}`),
    wrapped(kind),
    description === '' ? [] : wrapped(description),
    section('Parameters', parameters.flatMap(parameterLines)),
    section(
      'Results',
      results.flatMap(([field, meaning]) => [`  ${field}`, ...wrapped(meaning, '      ')]),
    ),
    section(
      'Notes',
      notes.flatMap((note) => wrapped(note, '  ')),
    ),
    ...(examples.length === 0 ? [] : [['Examples']]),
    ...examples.map((example) => exampleTask(example).split('\n').map(indented)),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return `${text}\n`;
}

/** Names with what they mean, beside each other. */
export function columns(rows: readonly (readonly [name: string, text: string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([name]) => name.length)) + 2;
  const indent = ' '.repeat(width);
  return rows.flatMap(([name, text]) => {
    const [first = '', ...more] = wrapped(text, indent);
    return [`${name.padEnd(width)}${first.trimStart()}`, ...more];
  });
}

/** Lines that fit; a word that is longer than one keeps its own. */
export function wrapped(text: string, indent = ''): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}

function parameterLines(parameter: ManualParameter): readonly string[] {
  const { name, type, required, defaultText, choices, aliases, secret, freeForm, doc } = parameter;
  const facts = [
    type,
    ...(required ? ['required'] : []),
    ...(defaultText === undefined ? [] : [`default ${defaultText}`]),
    ...(choices.length === 0 ? [] : [`one of ${choices.join(', ')}`]),
    ...(aliases.length === 0 ? [] : [`also ${aliases.join(', ')}`]),
    ...(freeForm ? ["the text behind the module's name"] : []),
    ...(secret ? ['never shown'] : []),
  ];
  return [...wrapped(`${name} (${facts.join('; ')})`, '  ').map(hanging), ...wrapped(doc, '      ')];
}

function hanging(line: string, index: number): string {
  return index === 0 ? line : `  ${line}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}

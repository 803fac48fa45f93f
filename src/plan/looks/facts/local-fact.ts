// Local facts, of `/etc/ansible/facts.d/NAME.fact`: JSON or an INI file, or a program that writes either.

import { type Plain, toPlain } from '../../../model/value.ts';
import { TemplateError } from '../../../template/index.ts';
import { interpolate, parseIni, sectionOf } from '../../../template/text/ini-config.ts';
import { parseJson } from '../../../template/text/json-load.ts';

/** What the script's section gives for a directory: each fact by its name, or the sentence with which Ansible answers for what is none. */
export function localFacts(section: string): Readonly<Record<string, Plain>> {
  const facts = section.split('\u001d').slice(1).map(localFact);
  return Object.fromEntries(facts);
}

// The path, what the file has or the program wrote, and of a program how it ended.
function localFact(record: string): readonly [string, Plain] {
  // The last newline of a section is not part of it.
  const end = record.includes('\n') ? record.indexOf('\n') : record.length;
  const path = record.slice(0, end);
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.fact$/, '');
  const [text = '', ended] = record.slice(end + 1).split('\u001c');
  const [, code = '0', complaint = ''] = /^(\d+)\n(.*?)\n?$/s.exec(ended ?? '') ?? [];
  if (code !== '0') return [name, `Failure executing fact script (${path}), rc: ${code}, err: ${complaint}`];
  return [name, parseLocalFact(text) ?? `error loading facts as JSON or ini - please check content: ${path}`];
}

/** What a text says; `undefined` where it is neither JSON nor an INI file. */
export function parseLocalFact(text: string): Plain | undefined {
  return orNothing(() => toPlain(parseJson(text))) ?? orNothing(() => fromIni(text));
}

function fromIni(text: string): Plain {
  const config = parseIni(text, { allowNoValue: false, caseSensitive: false });
  const sections = [...config.sections].map(([name, own]) => {
    const options = sectionOf(config, name) ?? own;
    const values = [...new Map([...own, ...options])].map(
      ([option, value]) => [option, interpolate(value ?? '', options)] as const,
    );
    return [name, Object.fromEntries(values)] as const;
  });
  return Object.fromEntries(sections);
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof TemplateError) return undefined;
    throw problem;
  }
}

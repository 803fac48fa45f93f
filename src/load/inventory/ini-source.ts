// Reads inventories in INI format: `[group]`, `[group:children]`, `[group:vars]`, and hosts with variables on their line.

import type { SourceFile, Span } from '../../model/source.ts';
import { parsePythonLiteral } from '../../template/python/literal.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import { type ShellWord, splitShellWords } from '../text/shell-words.ts';
import { valueNode } from '../text/value-node.ts';
import { expandHosts } from './host-range.ts';
import type { InventoryWriter } from './inventory-writer.ts';

/** `wrong`: the section's head makes no sense, so nothing can be said of its lines. */
type SectionKind = 'hosts' | 'children' | 'vars' | 'wrong';

interface Section {
  readonly group: string;
  readonly kind: SectionKind;
}

/** A line without the space around it, and where it begins. */
interface Line {
  readonly text: string;
  readonly start: number;
}

/** Reads a whole file into the inventory. */
export function readIniInventory(file: SourceFile, writer: InventoryWriter): void {
  new IniInventory(file, writer).read();
}

class IniInventory {
  readonly #file: SourceFile;
  readonly #writer: InventoryWriter;
  /** Groups that have a section of their own, here or in a source before. */
  readonly #defined: Set<string>;
  /** Groups that a `:children` section names before they have a section: they become children when they get it. */
  readonly #awaited = new Map<string, { readonly parent: string; readonly span: Span }[]>();
  /** Groups that have only a `:vars` section so far. */
  readonly #onlyVars = new Map<string, Span>();
  #section: Section = { group: 'ungrouped', kind: 'hosts' };

  constructor(file: SourceFile, writer: InventoryWriter) {
    this.#file = file;
    this.#writer = writer;
    this.#defined = new Set(writer.inventory.groups.keys());
  }

  read(): void {
    let offset = 0;
    for (const written of this.#file.text.split('\n')) {
      const text = written.trim();
      if (text !== '' && !/^[#;]/.test(text)) this.#line({ text, start: offset + written.indexOf(text) });
      offset += written.length + 1;
    }
    this.#reportUndefined();
  }

  #line(line: Line): void {
    const header = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/.exec(line.text);
    if (header) this.#enter(line, header[1] ?? '', header[2] ?? 'hosts');
    else if (/^\[.*\]$/.test(line.text)) this.#badHeader(line);
    else if (this.#section.kind === 'hosts') this.#hosts(line, this.#section.group);
    else if (this.#section.kind === 'children') this.#child(line, this.#section.group);
    else if (this.#section.kind === 'vars') this.#variable(line, this.#section.group);
  }

  #enter(line: Line, written: string, kind: string): void {
    const span = this.#span(line);
    if (kind !== 'hosts' && kind !== 'children' && kind !== 'vars') {
      const hint = didYouMean(kind, ['children', 'vars', 'hosts']) ?? "only ':children' and ':vars' are known";
      this.#writer.error(`The section [${written}:${kind}] is of an unknown kind`, span, hint);
      this.#section = { group: written, kind: 'wrong' };
      return;
    }
    const group = this.#writer.addGroup(written, span);
    this.#section = { group, kind };
    if (kind !== 'vars') this.#define(group);
    else if (!this.#defined.has(group) && !this.#onlyVars.has(group)) this.#onlyVars.set(group, span);
  }

  #define(group: string): void {
    this.#defined.add(group);
    this.#onlyVars.delete(group);
    for (const { parent, span } of this.#awaited.get(group) ?? []) this.#writer.addChild(parent, group, span);
    this.#awaited.delete(group);
  }

  #badHeader(line: Line): void {
    const hint = 'write [group], [group:children] or [group:vars], without spaces in the name';
    this.#writer.error(`'${line.text}' is no section`, this.#span(line), hint);
    this.#section = { group: line.text, kind: 'wrong' };
  }

  #hosts(line: Line, group: string): void {
    const split = splitShellWords(line.text, { comments: true });
    if (!split.ok) {
      this.#writer.error(`There is ${split.problem}`, this.#span(line, split.offset, split.offset + 1));
      return;
    }
    const [name, ...variables] = split.words;
    if (name === undefined) return;
    const expanded = expandHosts(name.text);
    this.#writer.addHosts(name.text, group, this.#span(line, name.start, name.end));
    for (const word of variables) this.#hostVariable(line, word, expanded.ok ? expanded.names : []);
  }

  #hostVariable(line: Line, word: ShellWord, hosts: readonly string[]): void {
    const equals = word.text.indexOf('=');
    if (equals < 0) {
      const hint = 'a value with spaces needs quotes: key="some value"';
      this.#writer.error(
        `'${word.text}' is no variable of a host`,
        this.#span(line, word.start, word.end),
        `write key=value; ${hint}`,
      );
      return;
    }
    const text = word.text.slice(equals + 1);
    const start = word.start + line.text.slice(word.start).indexOf('=') + 1;
    const node = this.#value(text, line, start, word.end);
    for (const host of hosts) this.#writer.inventory.setHostVariable(host, { name: word.text.slice(0, equals), node });
  }

  #child(line: Line, parent: string): void {
    const [, written, end] = /^([^:\]\s]+)(\s*(?:#.*)?)$/.exec(line.text) ?? [];
    if (written === undefined || end === undefined) {
      this.#writer.error(`'${line.text}' is no name of a group`, this.#span(line), 'write one group on each line');
      return;
    }
    const span = this.#span(line, 0, written.length);
    const child = this.#writer.groupName(written, span);
    if (this.#defined.has(child)) this.#writer.addChild(parent, child, span);
    else this.#awaited.set(child, [...(this.#awaited.get(child) ?? []), { parent, span }]);
  }

  #variable(line: Line, group: string): void {
    const [, before = '', name, equals = '', text = ''] = /^((.*?)(\s*=\s*))(.*)$/.exec(line.text) ?? [];
    if (name === undefined) {
      this.#writer.error(`'${line.text}' is no variable of '${group}'`, this.#span(line), 'write key=value');
      return;
    }
    const start = equals === '' ? 0 : before.length;
    const node = this.#value(text, line, start, line.text.length);
    this.#writer.setGroupVariable(group, { name, node }, node.span);
  }

  /** What Python would read as a literal is one: numbers, True, quoted text, lists, dicts. Everything else is text as it is. */
  #value(text: string, line: Line, start: number, end: number): ReturnType<typeof textNode> {
    const span = this.#span(line, start, end);
    const literal = parsePythonLiteral(text);
    return (literal === undefined ? undefined : valueNode(literal, span)) ?? textNode(text, span);
  }

  #reportUndefined(): void {
    const known = [...this.#defined];
    for (const [group, span] of this.#onlyVars) {
      this.#writer.error(
        `There is no group '${group}'`,
        span,
        didYouMean(group, known) ?? `give it a section: [${group}]`,
      );
    }
    for (const [child, uses] of this.#awaited) {
      for (const { span } of uses) {
        this.#writer.error(
          `There is no group '${child}'`,
          span,
          didYouMean(child, known) ?? `give it a section: [${child}]`,
        );
      }
    }
  }

  #span(line: Line, start = 0, end = line.text.length): Span {
    return { file: this.#file, start: line.start + start, end: line.start + end };
  }
}

/** Text that stands there as it is gets the style of plain YAML, so that places inside of it are found. */
function textNode(text: string, span: Span): NonNullable<ReturnType<typeof valueNode>> {
  const asWritten = span.file.text.slice(span.start, span.end) === text;
  return { kind: 'scalar', value: text, span, ...(asWritten && { style: 'plain' as const }) };
}

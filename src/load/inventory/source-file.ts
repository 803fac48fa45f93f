// Reads one inventory file as what it is: a script, a plugin's configuration, YAML, or INI.

import { extname } from 'node:path';
import { type Checked, error } from '../../model/diagnostic.ts';
import type { MapNode, Node, SourceFile } from '../../model/source.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import { hasExecutableBit, isProgram } from '../text/executable.ts';
import { parseYaml } from '../yaml/parse.ts';
import { displayPath } from '../yaml/read-source.ts';
import { readConstructed } from './constructed.ts';
import { readGenerator } from './generator.ts';
import { mergeableVariables } from './host-variables.ts';
import { readIniInventory } from './ini-source.ts';
import type { InventoryWriter } from './inventory-writer.ts';
import type { InventoryOptions } from './options.ts';
import { readScriptInventory } from './script-source.ts';
import { pluginEntry, readYamlInventory } from './yaml-source.ts';

const yamlExtensions = ['.yml', '.yaml', '.json', '.config'];

/** Reads a file into the inventory. */
export async function readSourceFile(path: string, writer: InventoryWriter, options: InventoryOptions): Promise<void> {
  if (isEnabled('script', options) && (await hasExecutableBit(path)) && (await isProgram(path).catch(() => false))) {
    return readScriptInventory(path, writer);
  }
  const read = options.read(path);
  if (!read.ok) {
    writer.problems.push(...read.problems);
    return;
  }
  const file = read.value;
  const parsed = mayBeYaml(path, file) ? parseYaml(file) : undefined;
  if (parsed && isYaml(path, file, parsed)) return readYaml(parsed, path, writer, options);
  if (extname(path) === '.toml')
    writer.error(`'${file.path}' is TOML, which is not supported`, undefined, 'write it as YAML');
  else if (isEnabled('ini', options)) readIni(file, writer);
  else
    writer.error(
      `'${file.path}' is none of the enabled formats`,
      undefined,
      `enabled are ${options.settings.enabled.join(', ')}`,
    );
}

/** Whether a kind of source is among INVENTORY_ENABLED. */
export function isEnabled(kind: string, { settings }: InventoryOptions): boolean {
  return settings.enabled.includes(kind);
}

// A section at the beginning is INI. Parsing that as YAML only to see it fail would cost more than reading it.
function mayBeYaml(path: string, file: SourceFile): boolean {
  const extension = extname(path);
  return yamlExtensions.includes(extension) || (extension === '' && !firstLine(file).startsWith('['));
}

// A name without extension says nothing, so the text has to: a mapping is YAML, and so is what begins like one.
function isYaml(path: string, file: SourceFile, parsed: Checked<Node>): boolean {
  if (yamlExtensions.includes(extname(path))) return true;
  if (parsed.ok) return parsed.value.kind === 'map';
  return /^(---|[^;#\s]+:\s*(#.*)?$)/.test(firstLine(file));
}

/** The first line that is neither empty nor a comment. */
function firstLine(file: SourceFile): string {
  return /^[^\S\n]*([^\s#;].*)$/m.exec(file.text)?.[1] ?? '';
}

async function readYaml(
  parsed: Checked<Node>,
  path: string,
  writer: InventoryWriter,
  options: InventoryOptions,
): Promise<void> {
  if (!parsed.ok) writer.problems.push(...parsed.problems);
  else {
    writer.problems.push(...(parsed.warnings ?? []));
    const root = parsed.value;
    if (root.kind === 'map') await readRoot(root, writer, options);
    else
      writer.error(
        `'${displayPath(path)}' is no mapping of groups`,
        root.span,
        "begin with 'all:' and 'hosts:' below it",
      );
  }
}

async function readRoot(root: MapNode, writer: InventoryWriter, options: InventoryOptions): Promise<void> {
  const plugin = pluginEntry(root)?.value;
  const name = plugin?.kind === 'scalar' ? String(plugin.value).replace(/^ansible\.(builtin|legacy)\./, '') : undefined;
  const kinds = name === undefined ? ['yaml'] : ['auto', name];
  if (!kinds.some((kind) => isEnabled(kind, options))) writer.error(...notEnabled(root, options));
  else if (!plugin) readYamlInventory(root, writer);
  else if (name === 'generator') await readGenerator(root, writer, options.engine);
  else if (name === 'constructed') {
    await readConstructed(root, writer, {
      engine: options.engine,
      variablesOf: mergeableVariables(writer.inventory, options),
      useExtraVars: options.settings.useExtraVars,
    });
  } else {
    const hint =
      didYouMean(name ?? '', ['constructed', 'generator']) ??
      'save what it gives: ansible-inventory -i FILE --list --export > hosts.json';
    writer.error(`The inventory plugin '${name ?? ''}' is not supported`, plugin.span, hint);
  }
}

function notEnabled({ span }: MapNode, { settings }: InventoryOptions): [string, MapNode['span'], string] {
  return [`'${span.file.path}' is none of the enabled formats`, span, `enabled are ${settings.enabled.join(', ')}`];
}

// What begins with #! but cannot be executed was meant as a script, unless it makes sense as it is.
function readIni(file: SourceFile, writer: InventoryWriter): void {
  const before = writer.problems.length;
  readIniInventory(file, writer);
  const failed = writer.problems.slice(before).some(({ severity }) => severity === 'error');
  if (!failed || !file.text.startsWith('#!')) return;
  writer.problems.length = before;
  const span = { file, start: 0, end: file.text.indexOf('\n') };
  writer.problems.push(error(`'${file.path}' is a script, but not executable`, span, `chmod +x ${file.path}`));
}

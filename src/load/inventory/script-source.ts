// Asks an inventory script: `--list` for groups and hosts, `--host NAME` for variables that the list does not bring itself.

import pLimit from 'p-limit';
import { entryOf, type MapEntry, type MapNode, type Node, type SourceFile } from '../../model/source.ts';
import { type ProgramEnd, runProgram } from '../text/run-program.ts';
import { parseYaml } from '../yaml/parse.ts';
import { displayPath } from '../yaml/read-source.ts';
import { type InventoryWriter, keyText } from './inventory-writer.ts';

// Scripts ask services that may not like many questions at a time.
const parallelHosts = 4;

/** Runs the script and reads what it says into the inventory. */
export async function readScriptInventory(path: string, writer: InventoryWriter): Promise<void> {
  const list = await askScript(path, ['--list'], writer);
  if (!list) return;
  const meta = entryOf(list, '_meta')?.value;
  const hostVariables = meta?.kind === 'map' ? entryOf(meta, 'hostvars')?.value : undefined;
  const hosts = new Set(
    list.entries.flatMap((entry) => (keyText(entry.key) === '_meta' ? [] : readGroup(entry, writer))),
  );
  if (hostVariables === undefined) await askForHosts(path, hosts, writer);
  else if (hostVariables.kind === 'map') readHostVariables(hostVariables, hosts, writer);
  else writer.error("'_meta.hostvars' is no mapping", hostVariables.span);
}

/** Reads a group, and tells the hosts it names. */
function readGroup({ key, value }: MapEntry, writer: InventoryWriter): readonly string[] {
  const group = writer.addGroup(keyText(key), key.span);
  if (value.kind === 'list') return readHosts(value, group, writer);
  if (value.kind !== 'map') {
    writer.error(`The group '${group}' is neither a mapping nor a list of hosts`, value.span);
    return [];
  }
  const [hosts, vars, children] = ['hosts', 'vars', 'children'].map((part) => entryOf(value, part)?.value);
  if (!hosts && !vars && !children) return readLoneHost(group, value, writer);
  if (vars) readVariables(group, vars, writer);
  if (children)
    for (const child of namesIn(children, `The children of '${group}'`, writer))
      writer.addChild(group, writer.addGroup(child, children.span), children.span);
  return hosts ? readHosts(hosts, group, writer) : [];
}

function readHosts(list: Node, group: string, writer: InventoryWriter): readonly string[] {
  const names = namesIn(list, `The hosts of '${group}'`, writer);
  for (const name of names) writer.addHost(name, { group, span: list.span });
  return names;
}

/** A mapping without hosts, vars or children is a host of that name with its variables, as old scripts write it. */
function readLoneHost(name: string, variables: MapNode, writer: InventoryWriter): readonly string[] {
  writer.addHost(name, { group: name, span: variables.span });
  writer.setHostVariables(name, variables);
  return [name];
}

function readVariables(group: string, variables: Node, writer: InventoryWriter): void {
  if (variables.kind === 'map') writer.setGroupVariables(group, variables);
  else writer.error(`The variables of '${group}' are no mapping`, variables.span);
}

function namesIn(node: Node, what: string, writer: InventoryWriter): readonly string[] {
  if (node.kind === 'list') return node.items.flatMap((item) => (item.kind === 'scalar' ? String(item.value) : []));
  writer.error(`${what} are no list`, node.span);
  return [];
}

function readHostVariables(all: MapNode, hosts: ReadonlySet<string>, writer: InventoryWriter): void {
  for (const { key, value } of all.entries) {
    const host = keyText(key);
    // Variables alone make no host.
    if (!hosts.has(host) && !writer.inventory.hosts.has(host)) continue;
    if (value.kind === 'map') writer.setHostVariables(host, value);
    else writer.error(`The variables of the host '${host}' are no mapping`, value.span);
  }
}

async function askForHosts(path: string, hosts: ReadonlySet<string>, writer: InventoryWriter): Promise<void> {
  const limit = pLimit(parallelHosts);
  const answers = await Promise.all(
    [...hosts].map((host) => limit(async () => ({ host, variables: await askScript(path, ['--host', host], writer) }))),
  );
  // Written in order, however fast the answers came.
  for (const { host, variables } of answers) if (variables) writer.setHostVariables(host, variables);
}

/** The mapping that the script answers with; what is wrong is reported. */
async function askScript(path: string, args: readonly string[], writer: InventoryWriter): Promise<MapNode | undefined> {
  const name = `'${displayPath(path)} ${args.join(' ')}'`;
  const end = await runProgram(path, args);
  if (end.kind !== 'ended' || end.code !== 0) {
    writer.error(`The inventory script ${name} ${failureOf(end)}`);
    return undefined;
  }
  if (end.stderr.trim() !== '') writer.warn(`The inventory script ${name} said: ${end.stderr.trim()}`);
  const file: SourceFile = { path: name, text: end.stdout };
  const parsed = parseYaml(file);
  if (!parsed.ok) writer.problems.push(...parsed.problems);
  else if (parsed.value.kind === 'map') return parsed.value;
  else if (args[0] === '--list' || end.stdout.trim() !== '') {
    writer.error(
      `The inventory script ${name} answers with something else than a mapping`,
      parsed.value.span,
      'it must print a JSON object',
    );
  }
  return undefined;
}

function failureOf(end: ProgramEnd): string {
  if (end.kind === 'not-started') return `cannot be run: ${end.reason}`;
  const how = end.kind === 'killed' ? `was ended by ${end.signal}` : `ended with exit code ${end.code}`;
  const said = end.stderr.trim();
  return said === '' ? how : `${how}: ${said}`;
}

// A role's `meta/`: what it depends on, whether it may run twice, where its modules are searched, what arguments it takes.

import { join } from 'node:path';
import { listed } from '../../model/playbook.ts';
import type { MapEntry, MapNode, Node } from '../../model/source.ts';
import { entryOf } from '../../model/source.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import { described, isNull, placeOfValue, textOf } from '../playbook/nodes.ts';
import type { Session } from '../playbook/session.ts';
import { existingFile } from './role-files.ts';

export interface Metadata {
  readonly dependencies: readonly Node[];
  readonly allowDuplicates: boolean;
  readonly collections: readonly string[];
  /** By entry point. */
  readonly argumentSpecs: MapNode | undefined;
}

interface Owner {
  readonly name: string;
  readonly path: string;
}

const KEYS: ReadonlySet<string> = new Set([
  ...['allow_duplicates', 'argument_specs', 'collections', 'dependencies', 'galaxy_info'],
  ...['any_errors_fatal', 'become', 'become_exe', 'become_flags', 'become_method', 'become_user', 'check_mode'],
  ...['connection', 'debugger', 'diff', 'environment', 'ignore_errors', 'ignore_unreachable', 'module_defaults'],
  ...['name', 'no_log', 'port', 'remote_user', 'run_once', 'throttle', 'timeout', 'vars'],
]);

/** Reads `meta/main.yml` and `meta/argument_specs.yml` of a role. */
export function readMetadata(session: Session, role: Owner): Metadata {
  const main = documentOf(session, role, 'main');
  for (const { key } of main?.entries ?? []) {
    const name = String(key.value);
    if (!KEYS.has(name))
      session.error(`'${name}' is not a key of a role's meta/main.yml`, key.span, didYouMean(name, KEYS));
  }
  const specs = documentOf(session, role, 'argument_specs') ?? main;
  const allow = main && entryOf(main, 'allow_duplicates')?.value;
  return {
    dependencies: dependenciesOf(session, main && entryOf(main, 'dependencies')),
    allowDuplicates: allow?.kind === 'scalar' && /^(?:y|yes|on|1|true|t)$/i.test(String(allow.value)),
    collections: listed(main && entryOf(main, 'collections')?.value).flatMap((node) => textOf(node) ?? []),
    argumentSpecs: mappingOf(session, specs && entryOf(specs, 'argument_specs')),
  };
}

function documentOf(session: Session, role: Owner, name: string): MapNode | undefined {
  const path = existingFile(join(role.path, 'meta'), name);
  const document = path === undefined ? undefined : session.document(path);
  if (document === undefined || isNull(document)) return undefined;
  if (document.kind === 'map') return document;
  session.error(`meta/${name}.yml of role '${role.name}' must be a mapping, not ${described(document)}`, document.span);
  return undefined;
}

function dependenciesOf(session: Session, entry: MapEntry | undefined): readonly Node[] {
  if (entry === undefined || isNull(entry.value)) return [];
  if (entry.value.kind === 'list') return entry.value.items;
  session.error(`'dependencies' takes a list of roles, not ${described(entry.value)}`, placeOfValue(entry));
  return [];
}

function mappingOf(session: Session, entry: MapEntry | undefined): MapNode | undefined {
  if (entry === undefined || isNull(entry.value)) return undefined;
  if (entry.value.kind === 'map') return entry.value;
  session.error(`'argument_specs' takes a mapping of entry points, not ${described(entry.value)}`, placeOfValue(entry));
  return undefined;
}

// Magic variables: what the engine itself knows of the run, the play, the task and the host.

import { type Host, hostsOf, type Inventory } from '../../model/inventory.ts';
import { collected, listed, type RoleBlock, type Statement } from '../../model/playbook.ts';
import { Dict, type Value } from '../../model/value.ts';
import { type Binding, omitToken } from '../../template/index.ts';
import type { RunSettings } from '../settings.ts';
import type { Layer } from './layer.ts';
import { dependenciesOf, roleBlocksOf } from './statement-vars.ts';

/** The ansible-core whose language this is: what `ansible_version` says. */
export const LANGUAGE = { full: '2.14.18', major: 2, minor: 14, revision: 18 } as const;

/** What a play tells its magic variables. Read again at each use: hosts drop out while it runs. */
export interface PlayFacts {
  readonly name: string;
  /** Hosts of the whole play, its present batch, and those that are out. */
  readonly all: readonly string[];
  readonly batch: readonly string[];
  isRemoved(host: string): boolean;
  /** Roles of the play, those that were included as public too. */
  readonly roles: readonly RoleBlock[];
}

type Magic = ReadonlyMap<string, () => Value>;

/** Variables that are the same for all tasks of a run. */
export function runMagic(settings: RunSettings, playbookDir: string, groups: () => Value): Magic {
  const constants: [string, Value | undefined][] = [
    ['omit', omitToken],
    ['playbook_dir', playbookDir],
    ['ansible_playbook_python', process.execPath],
    ['ansible_config_file', settings.configFile ?? null],
    ['ansible_check_mode', settings.check],
    ['ansible_diff_mode', settings.diff],
    ['ansible_forks', settings.forks],
    ['ansible_verbosity', settings.verbosity],
    ['ansible_inventory_sources', [...settings.inventorySources]],
    ['ansible_run_tags', [...settings.tags.run]],
    ['ansible_skip_tags', [...settings.tags.skip]],
    ['ansible_limit', settings.limit],
    ['ansible_version', ansibleVersion()],
  ];
  const magic = new Map<string, () => Value>([['groups', groups]]);
  for (const [name, value] of constants) if (value !== undefined) magic.set(name, () => value);
  return magic;
}

function ansibleVersion(): Dict {
  return Dict.of([...Object.entries(LANGUAGE), ['string', LANGUAGE.full]]);
}

/** Variables that speak of the play. */
export function playMagic(play: PlayFacts): Magic {
  const remaining = (names: readonly string[]): Value => names.filter((name) => !play.isRemoved(name));
  const names = (): string[] => play.roles.filter((block) => block.role.usedBy !== 'dependency').map(roleName);
  const dependencies = (): string[] => [...new Set(play.roles.flatMap(dependenciesOf).map(roleName))];
  return new Map<string, () => Value>([
    ['ansible_play_name', () => play.name],
    ['ansible_play_hosts_all', () => [...play.all]],
    ['ansible_play_hosts', () => remaining(play.all)],
    ['ansible_play_batch', () => remaining(play.batch)],
    ['play_hosts', () => remaining(play.batch)],
    ['role_names', names],
    ['ansible_play_role_names', names],
    ['ansible_dependent_role_names', dependencies],
    ['ansible_role_names', () => [...new Set([...dependencies(), ...names()])]],
  ]);
}

/** Variables that speak of the role a statement belongs to. */
export function roleMagic(statement: Statement): Magic {
  const [nearest, ...outer] = roleBlocksOf(statement);
  if (!nearest) return new Map();
  const { role } = nearest;
  const magic = new Map<string, () => Value>([
    ['role_name', () => role.name],
    ['role_path', () => role.path],
    ['ansible_role_name', () => roleName(nearest)],
  ]);
  magic.set('ansible_collection_name', constant(role.collection ?? ''));
  // Ansible tells of parents only to roles that tasks of another role brought.
  const parents = outer.filter((block) => block.role.path !== role.path || block.role.usedBy !== role.usedBy);
  if (parents.length > 0 && role.usedBy.endsWith('_role')) {
    magic.set('ansible_parent_role_names', () => parents.map(roleName));
    magic.set('ansible_parent_role_paths', () => parents.map((block) => block.role.path));
  }
  return magic;
}

function constant(value: Value): () => Value {
  return () => value;
}

function roleName({ role }: RoleBlock): string {
  return role.collection === undefined ? role.name : `${role.collection}.${role.name}`;
}

/** The `environment` of a statement: every one around it, the outermost first. As Ansible, it is rendered when asked for. */
export function environmentBinding(statement: Statement): Binding {
  const values = collected(statement, 'environment').flatMap(({ value }) => listed(value));
  const first = values[0];
  if (!first) return { kind: 'value', value: [] };
  return { kind: 'node', node: { kind: 'list', items: values, span: first.span } };
}

/** `groups`: the names of the hosts of every group. */
export function groupsDict(inventory: Inventory): Dict {
  const names = (hosts: readonly Host[]): Value => hosts.map((host) => host.name);
  return Dict.of([...inventory.groups.values()].map((group) => [group.name, names(hostsOf(group))]));
}

/** Magic variables as a layer; the first map that has a name wins. */
export function magicLayer(maps: readonly Magic[], more: ReadonlyMap<string, Binding>): Layer {
  return {
    level: 'magic',
    lookup: (name) => {
      const given = more.get(name);
      if (given) return given;
      for (const map of maps) {
        const make = map.get(name);
        if (make) return { kind: 'value', value: make() };
      }
      return undefined;
    },
    names: () => new Set([...maps.flatMap((map) => [...map.keys()]), ...more.keys()]),
  };
}

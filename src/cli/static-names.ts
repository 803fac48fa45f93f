// Renders names of imported files and roles while playbooks are loaded, with the variables that are known by then.

import type { StaticRenderer } from '../load/playbook/options.ts';
import { variableScope } from '../load/vars/variable-scope.ts';
import type { Variable } from '../model/inventory.ts';
import { collected, type Play, type PlaybookImport, roleOf, type Statement } from '../model/playbook.ts';
import type { MapNode, Node } from '../model/source.ts';
import {
  type Engine,
  evaluate,
  layered,
  nodeScope,
  renderNode,
  type Scope,
  str,
  valueScope,
} from '../template/index.ts';

/** Extra variables, then `vars` of tasks, blocks, roles and plays around the import, then the role's own. */
export function staticRenderer(engine: Engine, extraVars: readonly Variable[], playbookDir: string): StaticRenderer {
  const extra = variableScope(new Map(extraVars.map((variable) => [variable.name, variable])));
  const magic = valueScope(new Map([['playbook_dir', playbookDir]]));
  return {
    text: (node, where) => {
      const scope = layered(extra, ...scopesAround(where), magic);
      const rendered = evaluate(engine, scope, (pass) => str(renderNode(pass, node)));
      return rendered.ok ? { ok: true, value: rendered.value } : { ok: false, problems: [rendered.problem] };
    },
  };
}

function scopesAround(where: Statement | Play | PlaybookImport | undefined): readonly Scope[] {
  if (where === undefined) return [];
  if (where.kind === 'playbook-import' || where.kind === 'play') {
    const own = mapsOf(where.keywords.get('vars')?.value);
    // An import's variables are stronger than those of the plays it brings.
    return [...scopesAround(where.parent), ...own];
  }
  const role = roleOf(where);
  const paths = role
    ? [
        valueScope(
          new Map([
            ['role_path', role.path],
            ['role_name', role.name],
          ]),
        ),
      ]
    : [];
  const vars = collected(where, 'vars')
    .toReversed()
    .flatMap((entry) => mapsOf(entry.value));
  const roles = role ? [...role.vars.toReversed(), ...role.defaults.toReversed()].map(scopeOf) : [];
  return [...vars, ...roles, ...paths];
}

function mapsOf(node: Node | undefined): readonly Scope[] {
  if (node?.kind === 'map') return [scopeOf(node)];
  return node?.kind === 'list' ? node.items.toReversed().flatMap(mapsOf) : [];
}

function scopeOf(map: MapNode): Scope {
  return nodeScope(new Map(map.entries.map(({ key, value }) => [String(key.value), value])));
}

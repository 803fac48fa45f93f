// Looks at systemd units: one `systemctl show` for all units of a scope.

import type { Fragment } from '../../host/index.ts';
import type { UnitLook, UnitSeen } from '../look.ts';
import { answered, type LookKind } from './kind.ts';

export const unitLooks: LookKind<UnitLook, UnitSeen> = {
  reads: (look) => [`unit:${look.name}`, 'packages', 'path:/etc/systemd', 'path:/usr/lib/systemd', 'path:/run/systemd'],
  compile: (looks) => {
    const scopes = [...new Set(looks.map((look) => look.scope))];
    return {
      fragments: scopes.map((scope) =>
        fragment(
          scope,
          looks.filter((look) => look.scope === scope),
        ),
      ),
      answers: (replies) => {
        const blocks = new Map(
          scopes.map((scope, index) => [
            scope,
            (replies[index]?.stdout.toString('utf8') ?? '').split('\n\n')[Symbol.iterator](),
          ]),
        );
        return looks.map((look) => answered(parseUnit(look.name, blocks.get(look.scope)?.next().value ?? '')));
      },
    };
  },
};

function fragment(scope: UnitLook['scope'], looks: readonly UnitLook[]): Fragment {
  const flag = scope === 'system' ? '' : `--${scope} `;
  return {
    script: `[ -e /run/systemd/system ] || exit 0
LC_ALL=C; export LC_ALL; [ -n "$XDG_RUNTIME_DIR" ] || XDG_RUNTIME_DIR=/run/user/$(id -u); export XDG_RUNTIME_DIR
systemctl ${flag}--no-pager show -- "$@"; exit 0`,
    args: looks.map((look) => look.name),
    direct: true,
  };
}

/** A unit from its block of `systemctl show`. */
export function parseUnit(name: string, block: string): UnitSeen {
  const properties: Record<string, string> = {};
  for (const line of block.split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) properties[line.slice(0, at)] = line.slice(at + 1);
  }
  return {
    systemd: 'LoadState' in properties,
    name,
    loadState: properties.LoadState ?? 'not-found',
    activeState: properties.ActiveState ?? 'inactive',
    subState: properties.SubState ?? 'dead',
    unitFileState: properties.UnitFileState ?? '',
    properties,
  };
}

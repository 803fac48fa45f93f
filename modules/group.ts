// Manages groups.

import { bool, choice, defineModule, groupLook, integer, type RunCommand, stage, text } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage groups',
  description: 'Needs groupadd, groupmod and groupdel on the host (package shadow-utils or passwd).',
  params: {
    name: text('The group.'),
    state: choice(['absent', 'present'], 'Whether it shall exist.').default('present'),
    gid: integer('Its number.').optional(),
    non_unique: bool('Allow a gid that another group has.').default(false),
    system: bool('Make it a system group.').default(false),
    local: bool('Change the local files where groups come from a directory service.').default(false),
  },
  returns: {
    gid: 'its number',
    name: 'the group',
    state: 'what was asked for',
    system: 'whether a system group was asked for',
  },
  examples: [{ name: 'A group for deployers', yaml: 'group:\n  name: deploy\n  gid: 2000' }],
  refuse: ({ non_unique: nonUnique, gid }) => (nonUnique && gid === undefined ? "'non_unique' needs 'gid'" : undefined),
  look: ({ name }) => ({ group: groupLook(name) }),
  plan: (params, { group }) => {
    const { name, gid } = params;
    const shown = { name, state: params.state, ...(params.state === 'present' && { system: params.system }) };
    const prefix = params.local ? 'l' : '';
    const exact = group.exists && group.name === name;
    if (params.state === 'absent') {
      if (!exact) return { changes: [], result: shown };
      const back = { argv: ['groupadd', '-g', String(group.gid), name] } as const;
      return {
        changes: [
          change(name, `remove the group ${name}`, [`${prefix}groupdel`, name], back, {
            gid: undefined,
            old: group.gid,
          }),
        ],
        result: shown,
      };
    }
    const number = gid === undefined ? [] : ['-g', String(gid), ...(params.non_unique ? ['-o'] : [])];
    if (!exact) {
      const argv = [`${prefix}groupadd`, ...number, ...(params.system ? ['-r'] : []), name];
      const add = change(
        name,
        `create the group ${name}`,
        argv,
        { argv: ['groupdel', name] },
        { gid: gid ?? -1, old: undefined },
      );
      return {
        changes: [add],
        result: shown,
        next: stage({
          looks: { group: groupLook(name) },
          plan: (seen) => ({ changes: [], changed: true, result: { gid: seen.group.exists ? seen.group.gid : null } }),
        }),
      };
    }
    if (gid === undefined || gid === group.gid) return { changes: [], result: { ...shown, gid: group.gid } };
    const back = { argv: ['groupmod', '-g', String(group.gid), '-o', name] } as const;
    const modify = change(
      name,
      `change the number of the group ${name}`,
      [`${prefix}groupmod`, ...number, name],
      back,
      { gid, old: group.gid },
    );
    return { changes: [modify], result: { ...shown, gid } };
  },
});

interface Numbers {
  /** Afterwards and before; `undefined`: no such group. */
  readonly gid: number | undefined;
  readonly old: number | undefined;
}

function change(
  name: string,
  title: string,
  [program = '', ...rest]: readonly string[],
  undo: RunCommand['undo'],
  { gid, old }: Numbers,
): RunCommand {
  const side = (number: number | undefined): string =>
    number === undefined ? 'state: absent\n' : `gid: ${number < 0 ? '(next free)' : number}\n`;
  return {
    kind: 'run',
    title,
    command: { argv: [program, ...rest] },
    touches: [`group:${name}`],
    accept: [0],
    predictable: true,
    leaves: [
      {
        kind: 'group',
        look: groupLook(name),
        value: gid === undefined ? { exists: false, name } : { exists: true, name, gid, members: [], local: true },
      },
    ],
    undo,
    diff: { before: side(old), after: side(gid), header: `group ${name}` },
  };
}

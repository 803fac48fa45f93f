// Manages which SELinux contexts files get by their paths.

import {
  bool,
  choice,
  defineModule,
  type FileContext,
  fileContextChange,
  fileContextsIn,
  fileContextsLook,
  type Plan,
  platformLook,
  text,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage which SELinux contexts files get by their paths',
  description:
    'Needs semanage on the host (package policycoreutils-python-utils). Files that are there keep the context they have: run restorecon for them.',
  collection: 'community.general',
  params: {
    target: text('The paths, as a regular expression: /srv/web(/.*)?.').alias('path'),
    ftype: choice(
      ['a', 'b', 'c', 'd', 'f', 'l', 'p', 's'],
      'Which files: all, block or character devices, directories, regular files, links, pipes, sockets.',
    ).default('a'),
    setype: text('The type; or substitute.').optional(),
    substitute: text('The path whose contexts hold for everything below the target; or setype.')
      .alias('equal')
      .optional(),
    seuser: text('The user; system_u for a new one.').optional(),
    selevel: text('The level; s0 for a new one.').alias('serange').optional(),
    state: choice(['absent', 'present'], 'Whether they shall have it.').default('present'),
    reload: bool('Load the policy afterwards.').default(true),
    ignore_selinux_state: bool('Work where SELinux is disabled too.').default(false),
  },
  returns: {
    target: 'the paths',
    ftype: 'which files',
    setype: 'the type',
    substitute: 'the path whose contexts hold',
    state: 'the state',
  },
  examples: [
    { name: 'A web site in /srv', yaml: 'sefcontext:\n  target: /srv/web(/.*)?\n  setype: httpd_sys_content_t' },
    { name: 'Homes elsewhere', yaml: 'sefcontext:\n  target: /export/home\n  substitute: /home' },
    {
      name: 'Not any more',
      yaml: 'sefcontext:\n  target: /srv/web(/.*)?\n  setype: httpd_sys_content_t\n  state: absent',
    },
  ],
  refuse: ({ setype, substitute, state, ftype, seuser, selevel }) => {
    if (setype !== undefined && substitute !== undefined) return 'parameters are mutually exclusive: setype|substitute';
    if (state === 'present' && setype === undefined && substitute === undefined)
      return 'state is present but any of the following are missing: setype, substitute';
    if (substitute === undefined) return undefined;
    const other = ftype !== 'a' ? 'ftype' : seuser !== undefined ? 'seuser' : selevel !== undefined ? 'selevel' : '';
    return other === '' ? undefined : `parameters are mutually exclusive: substitute|${other}`;
  },
  look: ({ target }) => ({ seen: fileContextsLook(target), platform: platformLook() }),
  plan: (given, { seen, platform }): Plan => {
    const { target, ftype, setype, substitute, state, seuser, selevel, reload } = given;
    const isOff = platform.selinux === undefined || platform.selinux === 'disabled';
    if (isOff && !given.ignore_selinux_state) return { changes: [], failed: 'SELinux is disabled on this host.' };
    if (seen.code === 127)
      return { changes: [], failed: 'the host has no semanage; install policycoreutils-python-utils' };
    const contexts = fileContextsIn(seen);
    const result = { target, ftype, setype: setype ?? null, substitute: substitute ?? null, state };
    const at = { seen, target, reload };
    if (state === 'present') {
      if (substitute !== undefined) {
        const isRight = contexts.substitute?.path === substitute;
        return { changes: isRight ? [] : [fileContextChange(at, { substitute })], result };
      }
      const present = contexts.local.get(ftype) ?? contexts.policy.get(ftype);
      const wanted: FileContext = {
        user: seuser ?? present?.user ?? 'system_u',
        type: setype ?? '',
        level: selevel ?? present?.level ?? 's0',
      };
      const isRight = present && (['user', 'type', 'level'] as const).every((part) => present[part] === wanted[part]);
      return { changes: isRight ? [] : [fileContextChange(at, { ftype, context: wanted })], result };
    }
    const ownContext = substitute === undefined && contexts.local.has(ftype);
    const ownSubstitute = setype === undefined && contexts.substitute?.isLocal === true;
    return {
      changes: [
        ...(ownContext ? [fileContextChange(at, { ftype, context: undefined })] : []),
        ...(ownSubstitute ? [fileContextChange(at, { substitute: undefined })] : []),
      ],
      result,
    };
  },
});

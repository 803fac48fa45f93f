// Makes a temporary file or directory under a name that nobody can guess.

import {
  afterwards,
  type Change,
  choice,
  defineModule,
  fileFields,
  fileLook,
  freshFile,
  join,
  leftAt,
  type Plan,
  path,
  randomName,
  runLook,
  stage,
  text,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Make a temporary file or directory',
  description: 'Nobody else may read it. It is not removed by itself: `file` with `state: absent` does that.',
  params: {
    state: choice(['file', 'directory'], 'What is made.').default('file'),
    path: path('The directory in which it is made; $TMPDIR or /tmp where it is left out.').optional(),
    prefix: text('What its name begins with.').default('ansible.'),
    suffix: text('What its name ends with.').default(''),
  },
  returns: { path: 'what was made' },
  examples: [
    { name: 'A directory to build in', yaml: 'tempfile:\n  state: directory\n  suffix: build\nregister: build' },
    { name: 'Remove it', yaml: 'file:\n  path: "{{ build.path }}"\n  state: absent\nwhen: build.path is defined' },
  ],
  refuse: ({ prefix, suffix }) =>
    `${prefix}${suffix}`.includes('/') ? "'prefix' and 'suffix' are parts of a name and may hold no slash" : undefined,
  prepare: async ({ prefix, suffix }) => `${prefix}${randomName()}${suffix}`,
  look: (given) => ({
    usual: given.path === undefined ? runLook({ script: `printf %s "\${TMPDIR:-/tmp}"`, args: [] }, []) : undefined,
  }),
  plan: (given, { usual }, name): Plan => {
    const directory = given.path ?? usual?.stdout.toString('utf8') ?? '/tmp';
    const place = join(directory, name);
    return {
      changes: [],
      next: stage({
        looks: { parent: fileLook(directory), before: fileLook(place, { follow: false }) },
        plan: ({ parent, before }): Plan => {
          if (!parent.exists || parent.type !== 'directory')
            return { changes: [], failed: `No such directory: '${directory}', in which '${name}' was to be made` };
          const maker = before.exists ? undefined : before.maker;
          const made = given.state === 'directory' ? ('directory' as const) : ('file' as const);
          const mode = made === 'directory' ? 0o700 : 0o600;
          const change: Change =
            made === 'directory'
              ? { kind: 'directory', path: place, attributes: { mode }, before }
              : { kind: 'write', path: place, content: Buffer.alloc(0), attributes: { mode }, before };
          const after = { ...freshFile(place, made, maker), mode };
          return {
            changes: [change],
            result: { path: place },
            next: afterwards((performed) => ({ path: place, ...fileFields(leftAt(performed, after)) })),
          };
        },
      }),
    };
  },
});

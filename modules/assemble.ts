// Puts a file together from the fragments in a directory.

import {
  type Accounts,
  accountLooks,
  afterwards,
  attributeDetails,
  attributeParams,
  baseName,
  bool,
  defineModule,
  digest,
  type FileSeen,
  fileFields,
  fileLook,
  joinFragments,
  leftAt,
  type Params,
  type ParamsOf,
  type Plan,
  path,
  planContent,
  readFragments,
  refuseSelection,
  refuseValidate,
  type Selection,
  selectNames,
  stage,
  type TreeSeen,
  text,
  treeLook,
  trimSlashes,
  unreadable,
} from '../src/module/index.ts';

const params = {
  src: path('The directory that holds the fragments.'),
  dest: path('The file that is put together.'),
  remote_src: bool('The fragments are on the host; with false on the controller.').default(true),
  regexp: text('Only files in whose names this is found.').optional(),
  ignore_hidden: bool('Leave out files whose names begin with a dot.').default(false),
  delimiter: text('A line between the fragments.').optional(),
  decrypt: bool('Decrypt vaulted fragments of the controller.').default(true),
  backup: bool('Keep a copy of the old file.').default(false),
  validate: text('A command that checks the new file before it is put in place; %s is its path.').optional(),
  ...attributeParams,
} satisfies Params;
type AssembleParams = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Put a file together from the fragments in a directory',
  description: 'The fragments are taken in the order of their names; each begins on a line of its own.',
  params,
  returns: {
    dest: 'The file.',
    src: 'The directory of the fragments.',
    checksum: 'SHA-1 of the file.',
    md5sum: 'MD5 of the file.',
    backup_file: 'The copy of the old file, with backup.',
    msg: '`OK`',
  },
  examples: [
    {
      name: 'Put fragments of the host together',
      yaml: 'assemble:\n  src: /etc/app/conf.d\n  dest: /etc/app/app.conf',
    },
    {
      name: 'Put fragments of the role together, and check them first',
      yaml: "assemble:\n  src: sshd.d\n  dest: /etc/ssh/sshd_config\n  remote_src: false\n  regexp: '\\.conf$'\n  validate: /usr/sbin/sshd -t -f %s",
    },
  ],
  refuse: (given) => refuseSelection(selectionOf(given)) ?? refuseValidate(given.validate),
  prepare: async (given, files): Promise<Buffer | undefined> => {
    if (given.remote_src) return undefined;
    const fragments = await readFragments(trimSlashes(given.src), selectionOf(given), files, given.decrypt);
    return joinFragments(fragments, given.delimiter, true);
  },
  look: (given) => ({
    source: given.remote_src ? fileLook(given.src) : undefined,
    tree: given.remote_src ? treeLook(trimSlashes(given.src), { depth: 1, follow: true }) : undefined,
    dest: fileLook(given.dest, { follow: false, content: 'all', details: attributeDetails(given) }),
    ...accountLooks(given, given.dest),
  }),
  plan: (given, { source, tree, dest, owner, group, policy }, assembled) => {
    const accounts = { owner, group, policy };
    if (assembled) return planFile(given, assembled, dest, accounts);
    const chosen = source && tree ? chooseFragments(given, source, tree) : { failed: 'the host was not asked' };
    if ('failed' in chosen) return { changes: [], failed: chosen.failed };
    return {
      changes: [],
      next: stage({
        looks: { fragments: chosen.paths.map((one) => fileLook(one, { content: 'all' })) },
        plan: ({ fragments }) => {
          // What a link leads to is known only now.
          const files = fragments.filter((one) => one.exists && one.type === 'file');
          const problem = files.map(unreadable).find((one) => one !== undefined);
          if (problem !== undefined) return { changes: [], failed: problem };
          const bytes = files.flatMap((one) => (one.exists && one.content ? [one.content] : []));
          return planFile(given, joinFragments(bytes, given.delimiter), dest, accounts);
        },
      }),
    };
  },
});

const selectionOf = ({ regexp, ignore_hidden: ignoreHidden }: AssembleParams): Selection => ({ regexp, ignoreHidden });

function chooseFragments(
  given: AssembleParams,
  source: FileSeen,
  { entries }: TreeSeen,
): { readonly failed: string } | { readonly paths: readonly string[] } {
  if (!source.exists) return { failed: `Source (${given.src}) does not exist` };
  if (source.type !== 'directory') return { failed: `Source (${given.src}) is not a directory` };
  const files = entries.filter(({ type }) => type === 'file' || type === 'link');
  const byName = new Map(files.map((one) => [baseName(one.path), one.path]));
  return { paths: selectNames([...byName.keys()], selectionOf(given)).map((name) => byName.get(name) ?? name) };
}

function planFile(given: AssembleParams, content: Buffer, seen: FileSeen, accounts: Accounts): Plan {
  if (seen.exists && seen.type === 'directory')
    return { changes: [], failed: `'dest' is ${given.dest}, which is a directory; name the file` };
  const { validate, backup } = given;
  const planned = planContent({ seen, content, params: given, accounts, validate, backup });
  if (!planned.ok) return { changes: [], failed: planned.problem };
  return {
    changes: planned.changes,
    next: afterwards((performed) => ({
      ...{ dest: given.dest, src: given.src, msg: 'OK' },
      ...{ checksum: digest(content, 'sha1'), md5sum: digest(content, 'md5') },
      ...fileFields(leftAt(performed, planned.after)),
    })),
  };
}

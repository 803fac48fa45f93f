// Makes an option of an INI file be something, or be gone.

import {
  accountLooks,
  afterwards,
  ancestors,
  attributeDetails,
  attributeParams,
  bool,
  choice,
  defineModule,
  editIni,
  fileFields,
  fileLook,
  leftAt,
  list,
  makeDirectories,
  NO_ATTRIBUTES,
  type ParamsOf,
  type Plan,
  path,
  planContent,
  text,
  textCoding,
  unreadable,
} from '../src/module/index.ts';

const params = {
  path: path('The file.').alias('dest'),
  section: text('The section, without brackets; what is before the first one where it is left out.').optional(),
  option: text('The option; without it the section itself is meant.').optional(),
  value: text('The value.').optional(),
  values: list(text('A value.'), 'Several values: one line each.').optional(),
  state: choice(['absent', 'present'], 'Whether the option shall be there.').default('present'),
  exclusive: bool('The option has no other values than these; state=absent removes it whatever its value.').default(
    true,
  ),
  allow_no_value: bool('The option has no value, and no equals sign.').default(false),
  no_extra_spaces: bool('Write no spaces around the equals sign.').default(false),
  ignore_spaces: bool('Leave a line that differs in nothing but spaces around the equals sign.').default(false),
  modify_inactive_option: bool('Write the option where it is commented out.').default(true),
  create: bool('Make the file (and its directory) where it is missing.').default(true),
  backup: bool('Keep a copy of the old file.').default(false),
  ...attributeParams,
};
type Params = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Set options of an INI file',
  description: 'Only the lines in question are touched; comments stay.',
  collection: 'community.general',
  params,
  returns: { msg: 'what was done', path: 'the file', backup_file: 'the copy, with backup' },
  examples: [
    {
      name: 'Set an option',
      yaml: 'ini_file:\n  path: /etc/dnf/automatic.conf\n  section: commands\n  option: apply_updates\n  value: "yes"\n  no_extra_spaces: true',
    },
    {
      name: 'Remove an option',
      yaml: 'ini_file:\n  path: /etc/foo.ini\n  section: main\n  option: debug\n  state: absent',
    },
  ],
  refuse,
  look: (given) => ({
    file: fileLook(given.path, { content: 'all', details: attributeDetails(given) }),
    parents: given.create ? ancestors(given.path).map((above) => fileLook(above)) : [],
    ...accountLooks(given, given.path),
  }),
  plan: (given, { file, parents, owner, group, policy }): Plan => {
    const result = { path: given.path, msg: 'OK' };
    if (!file.exists && !given.create)
      return { changes: [], failed: `Destination ${given.path} does not exist!`, result: { rc: 257 } };
    if (!file.exists && given.state === 'absent') return { changes: [], result };
    if (file.exists && file.type === 'directory')
      return { changes: [], failed: `Destination ${given.path} is a directory!`, result: { rc: 256 } };
    const problem = unreadable(file);
    if (problem !== undefined) return { changes: [], failed: problem };
    const { content, msg } = edited(file.exists ? (file.content ?? Buffer.alloc(0)) : undefined, given);
    const above = makeDirectories(file.exists ? [] : parents, NO_ATTRIBUTES, { owner: undefined, group: undefined });
    if (!above.ok) return { changes: [], failed: above.problem };
    const planned = planContent({
      seen: file,
      content,
      params: given,
      accounts: { owner, group, policy },
      backup: given.backup,
    });
    if (!planned.ok) return { changes: [], failed: planned.problem };
    return {
      changes: [...above.changes, ...planned.changes],
      next: afterwards((performed) => ({ ...result, msg, ...fileFields(leftAt(performed, planned.after)) })),
    };
  },
});

function refuse(given: Params): string | undefined {
  if (given.value !== undefined && given.values !== undefined) return 'parameters are mutually exclusive: value|values';
  if (given.state === 'present' && !given.allow_no_value && given.value === undefined && !given.values?.length)
    return "Parameter 'value(s)' must be defined if state=present and allow_no_value=False.";
  if (given.option === '') return "'option' is empty; leave it out where the section itself is meant";
  // Ansible empties the whole file here.
  if (!given.section && given.option === undefined)
    return "one of 'section' and 'option' is required: without both, nothing in the file is meant";
  return undefined;
}

// Bytes that are no UTF-8 are taken one by one, so that they stay.
function edited(
  old: Buffer | undefined,
  given: Params,
): { readonly content: Buffer | undefined; readonly msg: string } {
  const bytes = old ?? Buffer.alloc(0);
  const unicode = textCoding('utf-8')?.decode(bytes);
  const spell = (word: string): string => (unicode === undefined ? Buffer.from(word).toString('latin1') : word);
  const wanted = given.values ?? (given.value === undefined ? [] : [given.value]);
  const before = unicode ?? bytes.toString('latin1');
  const { text: after, msg } = editIni(before, {
    section: spell(given.section ?? ''),
    option: given.option === undefined ? undefined : spell(given.option),
    values: wanted.length === 0 ? [undefined] : wanted.map(spell),
    state: given.state,
    exclusive: given.exclusive,
    tight: given.no_extra_spaces,
    keepSpaces: given.ignore_spaces,
    reviveComments: given.modify_inactive_option,
  });
  if (old !== undefined && after === before) return { content: undefined, msg };
  return { content: Buffer.from(after, unicode === undefined ? 'latin1' : 'utf8'), msg };
}

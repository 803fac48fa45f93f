// Replaces every match of a regular expression in a text file.

import {
  accountLooks,
  attributeDetails,
  attributeParams,
  bool,
  changeMessage,
  defineModule,
  fileLook,
  type ParamsOf,
  type Plan,
  path,
  planContent,
  refuseValidate,
  replaceIn,
  text,
  textCoding,
  unreadable,
} from '../src/module/index.ts';

const params = {
  path: path('The file.').alias('dest', 'destfile', 'name'),
  regexp: text('Regular expression (Python, ^ and $ match at every line) of what is replaced, everywhere.'),
  replace: text(
    'What takes its place; \\1 and \\g<name> are what groups caught. Matches are removed where it is left out.',
  ).default(''),
  after: text('Only behind the first match of this regular expression (in which a dot matches a newline).').optional(),
  before: text('Only before a match of this regular expression (in which a dot matches a newline).').optional(),
  encoding: text('The encoding of the file.').default('utf-8'),
  backup: bool('Keep a copy of the old file.').default(false),
  others: text('Without effect; of old playbooks.').optional(),
  validate: text('Command that must succeed before the file is put in place; %s is its path.').optional(),
  ...attributeParams,
};
type Params = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Replace every match of a regular expression in a text file',
  params,
  returns: { msg: 'how many replacements were made', rc: '0', backup_file: 'the copy, with backup' },
  examples: [
    {
      name: 'Another name everywhere',
      yaml: "replace:\n  path: /etc/hosts\n  regexp: '(\\s+)old\\.host\\.name(\\s+.*)?$'\n  replace: '\\1new.host.name\\2'",
    },
    {
      name: 'Comment out one section',
      yaml: "replace:\n  path: /etc/apache2/sites-available/default.conf\n  after: '<VirtualHost [*]>'\n  before: '</VirtualHost>'\n  regexp: '^(.+)$'\n  replace: '# \\1'",
    },
  ],
  refuse,
  look: (given) => ({
    file: fileLook(given.path, { content: 'all', details: attributeDetails(given) }),
    ...accountLooks(given, given.path),
  }),
  plan: (given, { file, owner, group, policy }): Plan => {
    if (!file.exists) return { changes: [], failed: `Path ${given.path} does not exist !`, result: { rc: 257 } };
    if (file.type === 'directory')
      return { changes: [], failed: `Path ${given.path} is a directory !`, result: { rc: 256 } };
    const problem = unreadable(file);
    if (problem !== undefined) return { changes: [], failed: problem };
    const edited = replaceIn(file.content ?? Buffer.alloc(0), given);
    if ('problem' in edited) return { changes: [], failed: `${given.path}: ${edited.problem}` };
    // Without its section nothing is done, not even to the attributes.
    if ('missed' in edited) return { changes: [], result: { rc: 0, msg: edited.missed } };
    const planned = planContent({
      seen: file,
      content: edited.content,
      params: given,
      accounts: { owner, group, policy },
      validate: given.validate,
      backup: given.backup,
    });
    if (!planned.ok) return { changes: [], failed: planned.problem };
    const made = planned.contentChanged ? `${edited.count} replacements made` : '';
    return { changes: planned.changes, result: { rc: 0, msg: changeMessage(made, planned.attributesChanged) } };
  },
});

function refuse(given: Params): string | undefined {
  const unchecked = refuseValidate(given.validate);
  if (unchecked !== undefined) return unchecked;
  if (textCoding(given.encoding) === undefined) {
    return `'encoding' is '${given.encoding}', which is no known encoding; write one such as utf-8, latin-1 or cp1252`;
  }
  const tried = replaceIn(Buffer.alloc(0), given);
  return 'problem' in tried ? tried.problem : undefined;
}

// Sets limits of PAM: how many files, processes and the like a user may have.

import {
  bool,
  bufferOf,
  bytesTextOf,
  choice,
  defineModule,
  editLimits,
  fileLook,
  NO_ATTRIBUTES,
  type ParamsOf,
  type Plan,
  path,
  planContent,
  text,
  unreadable,
} from '../src/module/index.ts';

const params = {
  domain: text('A user, @GROUP, %GROUP, a range of ids, or *.'),
  limit_type: choice(['soft', 'hard', '-'], 'Which limit; - is both.'),
  limit_item: choice(
    [
      'core',
      'data',
      'fsize',
      'memlock',
      'nofile',
      'rss',
      'stack',
      'cpu',
      'nproc',
      'as',
      'maxlogins',
      'maxsyslogins',
      'priority',
      'locks',
      'sigpending',
      'msgqueue',
      'nice',
      'rtprio',
      'chroot',
    ],
    'What is limited.',
  ),
  value: text('The limit: a number, or unlimited, infinity or -1; for nice and priority -20 to 19.'),
  use_max: bool('Only raise the limit, never lower it.').default(false),
  use_min: bool('Only lower the limit, never raise it.').default(false),
  comment: text('A comment behind the limit.').default(''),
  dest: path('The file.').default('/etc/security/limits.conf'),
  backup: bool('Keep a copy of the old file.').default(false),
};
type Given = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Set limits of PAM',
  description:
    'A limit holds from the next login on. A comment that is there stays unless another is given with a new value.',
  collection: 'community.general',
  params,
  returns: { msg: 'the line of the limit', backup_file: 'the copy of the old file' },
  examples: [
    {
      name: 'Many files for the database',
      yaml: 'pam_limits:\n  domain: postgres\n  limit_type: "-"\n  limit_item: nofile\n  value: 65536',
    },
    {
      name: 'No core dumps',
      yaml: 'pam_limits:\n  domain: "*"\n  limit_type: hard\n  limit_item: core\n  value: 0\n  comment: asked for by the audit',
    },
  ],
  refuse,
  look: ({ dest }) => ({ file: fileLook(dest, { content: 'all' }) }),
  plan: (given, { file }): Plan => {
    const problem = unreadable(file);
    if (problem !== undefined) return { changes: [], failed: problem };
    const { domain, limit_type: type, limit_item: item, value, comment } = given;
    const prefer = given.use_max ? 'higher' : given.use_min ? 'lower' : 'given';
    const old = bytesTextOf(file.exists ? file.content : undefined);
    const edit = editLimits(old, { domain, type, item, value, comment, prefer });
    if (edit.text === old) return { changes: [], result: { msg: edit.line } };
    const planned = planContent({
      seen: file,
      content: bufferOf(edit.text),
      params: NO_ATTRIBUTES,
      accounts: { owner: undefined, group: undefined },
      backup: given.backup,
    });
    if (!planned.ok) return { changes: [], failed: planned.problem };
    return { changes: planned.changes, result: { msg: edit.line } };
  },
});

const NO_LIMIT = ['unlimited', 'infinity', '-1'];

function refuse({ use_max: max, use_min: min, limit_item: item, value }: Given): string | undefined {
  if (max && min) return 'Cannot use use_min and use_max at the same time.';
  const number = /^-?\d+$/.test(value) ? Number(value) : undefined;
  if (item === 'nice' || item === 'priority') {
    if (number !== undefined && number >= -20 && number <= 19) return undefined;
    return `Value of '${value}' for item '${item}' is invalid. It must be a number from -20 to 19`;
  }
  if (item === 'chroot' || NO_LIMIT.includes(value) || (number !== undefined && number >= 0)) return undefined;
  return `Value of '${value}' for item '${item}' is invalid. It must be 0 or more, or one of: ${NO_LIMIT.join(', ')}`;
}

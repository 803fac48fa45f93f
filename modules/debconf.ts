// Answers the questions that Debian's packages ask when they are configured.

import { bool, choice, defineModule, runLook, text } from '../src/module/index.ts';

const MISSING = 127;

// debconf-show tells no password; whoever speaks debconf's protocol is told. What was seen by the user has a star.
const SCRIPT = `command -v debconf-show >/dev/null 2>&1 || exit 127
LC_ALL=C debconf-show "$1" </dev/null || exit
[ -z "$2" ] || printf 'GET %s\\n' "$2" | debconf-communicate "$1" 2>/dev/null | sed 's/^/said /'`;

export default defineModule({
  summary: 'Answer the questions of packages beforehand',
  description:
    'Without a question the answers that are there are told. Answers travel by standard input; set no_log for passwords all the same, since results show them.',
  params: {
    name: text('The package.').alias('pkg'),
    question: text('The question.').alias('selection', 'setting').optional(),
    vtype: choice(
      ['boolean', 'error', 'multiselect', 'note', 'password', 'seen', 'select', 'string', 'text', 'title'],
      'The type of the answer.',
    ).optional(),
    value: text('The answer.').alias('answer').optional(),
    unseen: bool('The question still counts as not asked.').default(false),
  },
  returns: { current: 'the answers', previous: 'the answer that was', msg: 'nothing' },
  examples: [
    {
      name: 'Choose the locale',
      yaml: 'debconf:\n  name: locales\n  question: locales/default_environment_locale\n  vtype: select\n  value: en_US.UTF-8',
    },
  ],
  refuse: ({ question, vtype, value }) => {
    if (question !== undefined && (vtype === undefined || value === undefined))
      return 'parameters are required together: question, vtype, value';
    if (question === undefined && (vtype !== undefined || value !== undefined))
      return 'parameters are required together: question, vtype, value';
    return value?.includes('\n') ? "'value' must be one line" : undefined;
  },
  look: ({ name, question, vtype }) => ({
    answers: runLook({ script: SCRIPT, args: [name, vtype === 'password' ? (question ?? '') : ''] }, [
      'packages',
      `command:debconf ${name}`,
    ]),
  }),
  plan: ({ name, question, vtype, value, unseen }, { answers }) => {
    if (answers.code === MISSING) return { changes: [], failed: 'the host has no debconf-show; install debconf' };
    if (answers.code !== 0) return { changes: [], failed: answers.stderr.toString('utf8').trim() };
    const current = answersIn(answers.stdout.toString('utf8'), question);
    if (question === undefined || vtype === undefined || value === undefined)
      return { changes: [], result: { current, msg: '' } };
    const before = current[question];
    const wanted = vtype === 'boolean' ? value.toLowerCase() : value;
    if (before === wanted) return { changes: [], result: { current, msg: '' } };
    const stdin = Buffer.from(`${name} ${question} ${vtype} ${wanted}\n`);
    const isSecret = vtype === 'password';
    return {
      changes: [
        {
          kind: 'run',
          title: `answer ${question} of ${name}`,
          command: { argv: ['debconf-set-selections', ...(unseen ? ['-u'] : [])], stdin },
          touches: [`command:debconf ${name}`],
          accept: [0],
          predictable: true,
          leaves: [],
          undo:
            before === undefined
              ? {
                  script: 'printf "UNREGISTER %s\\n" "$2" | debconf-communicate "$1" >/dev/null',
                  args: [name, question],
                }
              : { argv: ['debconf-set-selections'], stdin: Buffer.from(`${name} ${question} ${vtype} ${before}\n`) },
          diff: {
            before: before === undefined ? '' : isSecret ? '<secret>\n' : `${question}: ${before}\n`,
            after: isSecret ? '<new secret>\n' : `${question}: ${wanted}\n`,
            header: name,
          },
        },
      ],
      result: {
        current: { [question]: wanted },
        previous: before === undefined ? { ...current, [question]: '' } : { [question]: before },
        msg: '',
      },
    };
  },
});

function answersIn(shown: string, question: string | undefined): Readonly<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const line of shown.split('\n')) {
    const [, name, value] = /^[* ] (\S+): ?(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) answers[name] = value.trim();
    const said = /^said 0 (.*)$/.exec(line)?.[1];
    if (said !== undefined && question !== undefined) answers[question] = said;
  }
  return answers;
}

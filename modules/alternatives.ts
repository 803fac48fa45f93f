// Manages which of several programs a common name stands for.

import {
  alternativeLooks,
  choice,
  defineModule,
  integer,
  list,
  path,
  planAlternative,
  record,
  text,
} from '../src/module/index.ts';

const follower = record(
  {
    name: text('Its name.'),
    link: path('The link.'),
    path: path('The file that it leads to.'),
  },
  'A link that goes along.',
);

export default defineModule({
  summary: 'Manage which of several programs a common name stands for',
  description:
    "The groups are read from update-alternatives' own files; the program itself is started for changes only.",
  collection: 'community.general',
  params: {
    name: text('The common name, such as editor.'),
    path: path('The program that it shall stand for.'),
    link: path('The link, such as /usr/bin/editor; required where there is no such name yet.').optional(),
    priority: integer('How much it is preferred where nobody chose; 50 for a new one.').optional(),
    state: choice(
      ['present', 'selected', 'absent', 'auto'],
      'present: it is one of them. selected: the name stands for it. auto: it is one of them, and the highest priority decides. absent: it is none of them.',
    ).default('selected'),
    subcommands: list(follower, 'Links that go along, such as that of the manual page.').alias('slaves').optional(),
  },
  returns: { msg: 'what was done' },
  examples: [
    { name: 'vim is the editor', yaml: 'alternatives:\n  name: editor\n  path: /usr/bin/vim.basic' },
    {
      name: 'A Java of our own, with its compiler',
      yaml: 'alternatives:\n  name: java\n  path: /opt/jdk/bin/java\n  link: /usr/bin/java\n  priority: 100\n  subcommands:\n    - name: javac\n      path: /opt/jdk/bin/javac\n      link: /usr/bin/javac',
    },
    { name: 'The system chooses', yaml: 'alternatives:\n  name: editor\n  path: /usr/bin/vim.basic\n  state: auto' },
  ],
  refuse: ({ name }) =>
    name === '' || name.includes('/') ? `'name' is '${name}', which is no name of alternatives` : undefined,
  look: (given) => alternativeLooks(given),
  plan: (given, seen) => planAlternative(given, seen),
});

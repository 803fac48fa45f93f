// Keeps modules of the kernel from being loaded by themselves.

import {
  bufferOf,
  bytesTextOf,
  choice,
  defineModule,
  fileLook,
  NO_ATTRIBUTES,
  type Plan,
  path,
  planContent,
  text,
  unreadable,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Keep modules of the kernel from being loaded',
  description:
    'Only what loads modules by itself goes by the list; a module that is loaded stays so until the next boot, or until modprobe unloads it.',
  collection: 'community.general',
  params: {
    name: text('The module.'),
    state: choice(['absent', 'present'], 'Whether the list shall have it.').default('present'),
    blacklist_file: path('The file of the list.').default('/etc/modprobe.d/blacklist-ansible.conf'),
  },
  returns: {
    name: 'the module',
    state: 'the state',
    filename: 'the file',
    is_blacklisted: 'whether the list has it now',
    lines: 'the lines of the file',
  },
  examples: [
    { name: 'No nouveau', yaml: 'kernel_blacklist:\n  name: nouveau' },
    { name: 'Let it be loaded again', yaml: 'kernel_blacklist:\n  name: nouveau\n  state: absent' },
  ],
  refuse: ({ name }) =>
    /^[\w-]+$/.test(name) ? undefined : `'name' is '${name}', which is no name of a kernel module`,
  look: ({ blacklist_file: file }) => ({ file: fileLook(file, { content: 'all' }) }),
  plan: ({ name, state, blacklist_file: filename }, { file }): Plan => {
    const problem = unreadable(file);
    if (problem !== undefined) return { changes: [], failed: problem };
    const old = linesOf(bytesTextOf(file.exists ? file.content : undefined));
    const isEntry = (line: string): boolean => line.trim().split(/\s+/).join(' ') === `blacklist ${name}`;
    const has = old.some(isEntry);
    const lines = state === 'absent' ? old.filter((line) => !isEntry(line)) : has ? old : [...old, `blacklist ${name}`];
    const result = { name, state, filename, is_blacklisted: state === 'present', lines };
    if (has === (state === 'present')) return { changes: [], result };
    const planned = planContent({
      seen: file,
      content: bufferOf(lines.map((line) => `${line}\n`).join('')),
      params: { ...NO_ATTRIBUTES, mode: file.exists ? undefined : '0644' },
      accounts: { owner: undefined, group: undefined },
    });
    return planned.ok ? { changes: planned.changes, result } : { changes: [], failed: planned.problem };
  },
});

const linesOf = (content: string): readonly string[] =>
  content
    .replace(/\n$/, '')
    .split('\n')
    .slice(content === '' ? 1 : 0);

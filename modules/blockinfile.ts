// Makes a block of lines between two marker lines be there, be something, or be gone.

import {
  accountLooks,
  ancestors,
  attributeDetails,
  attributeParams,
  bool,
  bufferOf,
  bytesRegex,
  bytesTextOf,
  changeMessage,
  choice,
  defineModule,
  fileLook,
  linesWithEnds,
  makeDirectories,
  NO_ATTRIBUTES,
  type ParamsOf,
  type Plan,
  path,
  planContent,
  refuseValidate,
  text,
  toBytesText,
  unreadable,
} from '../src/module/index.ts';

const params = {
  path: path('The file.').alias('dest', 'destfile', 'name'),
  state: choice(['absent', 'present'], 'Whether the block shall be there.').default('present'),
  block: text('The lines between the markers; an empty block is removed with its markers.')
    .default('')
    .alias('content'),
  marker: text(
    'The marker lines; {mark} becomes marker_begin and marker_end. Several blocks of a file need different ones.',
  ).default('# {mark} ANSIBLE MANAGED BLOCK'),
  marker_begin: text('What {mark} becomes in the line before the block.').default('BEGIN'),
  marker_end: text('What {mark} becomes in the line after the block.').default('END'),
  insertafter: text(
    'Where a new block goes: EOF, or after the last line that matches this regular expression.',
  ).optional(),
  insertbefore: text(
    'Where a new block goes: BOF, or before the last line that matches this regular expression.',
  ).optional(),
  create: bool('Make the file (and its directory) where it is missing.').default(false),
  backup: bool('Keep a copy of the old file.').default(false),
  prepend_newline: bool('An empty line before the block, unless it is at the beginning of the file.').default(false),
  append_newline: bool('An empty line after the block, unless it is at the end of the file.').default(false),
  validate: text('Command that must succeed before the file is put in place; %s is its path.').optional(),
  ...attributeParams,
};
type Params = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Ensure that a block of lines between markers is in a text file, or is not',
  params,
  returns: { msg: 'what was done: Block inserted, Block removed, File created', backup_file: 'the copy, with backup' },
  examples: [
    {
      name: 'Options of ssh for one host',
      yaml: 'blockinfile:\n  path: /etc/ssh/ssh_config\n  block: |\n    Host 10.0.0.*\n        User admin',
    },
    {
      name: 'One block for each of several things',
      yaml: 'blockinfile:\n  path: /etc/hosts\n  marker: "# {mark} {{ item.name }}"\n  block: "{{ item.address }} {{ item.name }}"\nloop: "{{ machines }}"',
    },
  ],
  refuse,
  look: (given) => ({
    file: fileLook(given.path, { content: 'all', details: attributeDetails(given) }),
    parents: given.create ? ancestors(given.path).map((above) => fileLook(above)) : [],
    ...accountLooks(given, given.path),
  }),
  plan: (given, { file, parents, owner, group, policy }): Plan => {
    if (file.exists && file.type === 'directory')
      return { changes: [], failed: `Path ${given.path} is a directory !`, result: { rc: 256 } };
    if (!file.exists && !given.create)
      return { changes: [], failed: `Path ${given.path} does not exist !`, result: { rc: 257 } };
    if (!file.exists && given.state === 'absent')
      return { changes: [], result: { msg: `File ${given.path} not present` } };
    const problem = unreadable(file);
    if (problem !== undefined) return { changes: [], failed: problem };
    const old = bytesTextOf(file.exists ? file.content : undefined);
    const edited = edit(given, linesWithEnds(old));
    const above = makeDirectories(file.exists ? [] : parents, NO_ATTRIBUTES, { owner: undefined, group: undefined });
    if (!above.ok) return { changes: [], failed: above.problem };
    const planned = planContent({
      seen: file,
      content: file.exists && edited === old ? undefined : bufferOf(edited),
      params: given,
      accounts: { owner, group, policy },
      validate: given.validate,
      backup: given.backup,
    });
    if (!planned.ok) return { changes: [], failed: planned.problem };
    const done = planned.contentChanged ? doneTo(file.exists, given) : '';
    return {
      changes: [...above.changes, ...planned.changes],
      result: { msg: changeMessage(done, planned.attributesChanged) },
    };
  },
});

function refuse(given: Params): string | undefined {
  if (given.insertafter !== undefined && given.insertbefore !== undefined)
    return 'parameters are mutually exclusive: insertbefore|insertafter';
  const regex = bytesRegex(given.insertafter ?? given.insertbefore ?? '');
  return 'problem' in regex ? regex.problem : refuseValidate(given.validate);
}

function doneTo(exists: boolean, given: Params): string {
  if (!exists) return 'File created';
  return isWanted(given) ? 'Block inserted' : 'Block removed';
}

const isWanted = ({ state, block }: Params): boolean => state === 'present' && block !== '';

// The file with the block where the old one was, or where a new one goes. Only whole lines are markers: the last line without an end is none.
function edit(given: Params, old: readonly string[]): string {
  const begin = `${toBytesText(given.marker.replaceAll('{mark}', given.marker_begin))}\n`;
  const end = `${toBytesText(given.marker.replaceAll('{mark}', given.marker_end))}\n`;
  const first = old.lastIndexOf(begin);
  const last = old.lastIndexOf(end);
  const found = first >= 0 && last >= 0;
  const rest = found ? old.toSpliced(Math.min(first, last), Math.abs(last - first) + 1) : old;
  const at = found ? Math.min(first, last) : insertionPoint(given, old);
  if (!isWanted(given)) return rest.join('');
  const before = closed(rest.slice(0, at));
  const after = rest.slice(at);
  const block = toBytesText(given.block);
  return [
    ...before,
    ...(given.prepend_newline && before.length > 0 && before.at(-1) !== '\n' ? ['\n'] : []),
    begin,
    block,
    ...(block.endsWith('\n') ? [] : ['\n']),
    end,
    ...(given.append_newline && after.length > 0 && after[0] !== '\n' ? ['\n'] : []),
    ...after,
  ].join('');
}

// What comes before a block ends its last line.
function closed(lines: readonly string[]): readonly string[] {
  const last = lines.at(-1);
  return last === undefined || last.endsWith('\n') ? lines : lines.with(-1, `${last}\n`);
}

function insertionPoint({ insertafter, insertbefore }: Params, lines: readonly string[]): number {
  if (insertbefore === 'BOF') return 0;
  const pattern = insertbefore ?? insertafter;
  if (pattern === undefined || (insertbefore === undefined && pattern === 'EOF')) return lines.length;
  const regex = bytesRegex(pattern);
  const found = 'problem' in regex ? -1 : lines.findLastIndex((line) => regex.search(line) !== undefined);
  if (found < 0) return lines.length;
  return insertbefore === undefined ? found + 1 : found;
}

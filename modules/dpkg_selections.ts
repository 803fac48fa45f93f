// Says what dpkg shall do with packages: keep them installed, hold them at their version, remove them.

import { choice, defineModule, runLook, text } from '../src/module/index.ts';

const MISSING = 127;

export default defineModule({
  summary: "Set dpkg's selection of a package, such as hold",
  description: 'The selection is only a mark: nothing is installed or removed by it.',
  params: {
    name: text('The package.'),
    selection: choice(['install', 'hold', 'deinstall', 'purge'], 'What it is marked with.'),
  },
  returns: { before: 'the selection that was', after: 'the selection that is' },
  examples: [{ name: 'Hold a package at its version', yaml: 'dpkg_selections:\n  name: nginx\n  selection: hold' }],
  look: ({ name }) => ({
    selected: runLook(
      {
        script: 'command -v dpkg >/dev/null 2>&1 || exit 127; exec dpkg --get-selections "$1" 2>/dev/null',
        args: [name],
      },
      ['packages', 'command:dpkg-selections'],
    ),
  }),
  plan: ({ name, selection }, { selected }) => {
    if (selected.code === MISSING) return { changes: [], failed: 'the host has no dpkg' };
    const before = selected.stdout.toString('utf8').trim().split(/\s+/)[1];
    if (before === undefined)
      return { changes: [], failed: `Failed to find package '${name}' to perform selection '${selection}'.` };
    const result = { before, after: selection };
    if (before === selection) return { changes: [], result };
    const command = (wanted: string) => ({
      argv: ['dpkg', '--set-selections'] as const,
      stdin: Buffer.from(`${name} ${wanted}\n`),
    });
    return {
      changes: [
        {
          kind: 'run',
          title: `mark ${name} with ${selection}`,
          command: command(selection),
          touches: ['command:dpkg-selections'],
          accept: [0],
          predictable: true,
          leaves: [],
          undo: command(before),
          diff: { before: `${before}\n`, after: `${selection}\n`, header: `selection of ${name}` },
        },
      ],
      result,
    };
  },
});

// The build, as a user starts it: what the source tree cannot show, because it is bundled.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('the built command', () => {
  let directory: string;
  before(function () {
    if (!existsSync(join(ROOT, 'dist/start.js'))) {
      console.log('    skipped: not built (npm run build)');
      return this.skip();
    }
    directory = mkdtempSync(join(tmpdir(), 'tsplay-built-'));
    mkdirSync(join(directory, 'modules'));
    writeFileSync(
      join(directory, 'modules/greet.ts'),
      `import { defineModule, text } from 'tsplay/module';
export default defineModule({
  summary: 'Greet',
  params: { name: text('whom') },
  look: () => ({}),
  plan: ({ name }: { name: string }) => ({ changes: [], result: { greeting: \`hello \${name}\` } }),
});
`,
    );
    writeFileSync(
      join(directory, 'play.yml'),
      `- hosts: all
  gather_facts: false
  tasks:
    - greet: { name: you }
      register: greeted
    - assert: { that: greeted.greeting == 'hello you' }
    - command: echo {{ greeted.greeting }}
    - copy: { content: x, dest: "{{ playbook_dir }}/{{ mark }}" }
      when: mark is defined
`,
    );
  });
  after(() => {
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
  });

  const start = (program: string, ...words: string[]): readonly [code: number | null, text: string] => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bin', program), ...words], {
      cwd: directory,
      encoding: 'utf8',
    });
    return [status, `${stdout}${stderr}`];
  };

  for (const [program, ...words] of [['tsplay.js', 'run'], ['tsplay-playbook.js']] as const)
    it(`runs a playbook with a module of the user's, in TypeScript: ${program}`, () => {
      const [code, text] = start(program, ...words, 'play.yml', '-i', 'localhost,', '-c', 'local', '-o', 'log');
      expect(code, text).to.equal(0);
      expect(text).to.match(/localhost +: ok=3 +changed=1 +unreachable=0 +failed=0 +skipped=1 /);
    });

  for (const [where, ending, code, told] of [
    ['nobody reads', '| true', 0, ''],
    ['is no room for', '> /dev/full', 1, /^tsplay cannot write its output \(ENOSPC.*\); the run goes on without\n$/],
  ] as const)
    it(`does its work though there ${where} what it says`, () => {
      const play = `'${process.execPath}' '${ROOT}/bin/tsplay.js' run play.yml -i localhost, -c local -o log`;
      const { status, stderr } = spawnSync('bash', ['-c', `set -o pipefail; ${play} -e mark=made ${ending}`], {
        cwd: directory,
        encoding: 'utf8',
      });
      expect([status, existsSync(join(directory, 'made'))], stderr).to.deep.equal([code, true]);
      expect(stderr).to.match(typeof told === 'string' ? /^$/ : told);
      rmSync(join(directory, 'made'));
    });

  it('ends with 1 where the words are wrong', () => {
    const [code, text] = start('tsplay.js', 'nonsense');
    expect([code, text]).to.deep.equal([1, "error: unknown command 'nonsense'\n(tsplay --help tells more)\n"]);
  });
});

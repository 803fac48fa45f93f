// Questions of plays: asked on a terminal, both engines make the same of the answers.

import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { describeParity, oracle } from '../../support/oracle.ts';
import { type Project, writeProject } from '../../support/run-playbook.ts';
import { onTerminal } from '../../support/terminal.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const tsplay = [process.execPath, '--import', TSX, MAIN, 'run', '-o', 'log'];

const SITE = `
- hosts: a
  gather_facts: false
  vars: { inner: 2 }
  vars_prompt:
    - { name: plain, prompt: Plain, private: false }
    - { name: secret }
    - { name: usual, prompt: Usual, default: dflt, private: false }
    - { name: number, prompt: Number, default: 5, private: false }
    - { name: hidden, prompt: Hidden, default: hidden }
    - { name: confirmed, prompt: Twice, private: false, confirm: true }
    - { name: given, prompt: Never }
    - { name: salted, prompt: Salted, encrypt: sha512_crypt, salt: abcdefgh }
    - { name: sized, prompt: Sized, encrypt: sha256_crypt, salt_size: 7 }
    - { name: template, prompt: "Template {{ 1 + 1 }}", private: false }
    - { name: literal, prompt: Literal, private: false, unsafe: true }
  tasks:
    - debug: { msg: "{{ plain }} {{ secret }} {{ usual }} {{ number | type_debug }} {{ hidden }} {{ confirmed }} {{ given }}" }
    - debug: { msg: "{{ salted }} {{ sized | regex_replace('[$][^$]+$', '') | length }}" }
    - debug: { msg: "{{ template }}" }
    - debug: { msg: "{{ literal }}" }
`;

const ANSWERS = ['p1', 's1', '', '', '', 'one', 'two', 'same', 'same', 'pw', 'pw2', '{{ inner + 1 }}', '{{ inner }}'];
const ARGS = ['site.yml', '-i', 'a,', '-c', 'local', '-e', 'given=by -e'];

/** What the tasks showed. */
function shown(output: string): readonly string[] {
  return [...output.matchAll(/"msg": "(.*)"/g)].map((match) => match[1] ?? '');
}

describeParity('vars_prompt', () => {
  let project: Project;
  afterEach(() => project.remove());

  it('asks, confirms, hashes, and takes answers as templates unless they are unsafe', () => {
    project = writeProject({ 'site.yml': SITE });
    const run = { cwd: project.directory, env: { HOME: project.directory }, answers: ANSWERS };
    const expected = onTerminal(['ansible-playbook', ...ARGS], run);
    const ours = onTerminal([...tsplay, ...ARGS], run);
    expect(shown(expected)).to.have.length(4);
    expect(shown(ours)).to.deep.equal(shown(expected));
    for (const output of [ours, expected]) {
      expect(output).to.match(/VALUES ENTERED DO NOT MATCH/);
      expect(output).to.not.match(/s1\n[^"]*Usual|pw2\n/);
    }
  });

  it('takes defaults where there is nobody', () => {
    const site = SITE.replace(/ {4}- { name: (plain|secret|confirmed|salted|sized|template|literal),.*\n/g, '')
      .replace(/ {4}- { name: secret }\n/, '')
      .replace(
        / {2}tasks:.*/s,
        '  tasks:\n    - debug: { msg: "{{ usual }} {{ number | type_debug }} {{ hidden }}" }\n',
      );
    project = writeProject({ 'site.yml': site });
    const options = { cwd: project.directory, env: { HOME: project.directory } };
    const expected = oracle('ansible-playbook', ARGS, options);
    const [node = '', ...main] = tsplay;
    const ours = oracle(node, [...main, ...ARGS], options);
    expect(shown(expected.stdout)).to.have.length(1);
    expect(shown(ours.stdout)).to.deep.equal(shown(expected.stdout));
    for (const { stdout, stderr } of [ours, expected])
      expect(stdout + stderr).to.include('Not prompting as we are not in interactive mode');
  });
});

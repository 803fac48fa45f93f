// The roles of the collections in Debian's package `ansible`, none of them written for us: listed and rendered by both engines.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { describeParity, oracle } from '../../support/oracle.ts';

const COLLECTIONS = '/usr/lib/python3/dist-packages/ansible_collections';
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

interface PackagedRole {
  /** `namespace.collection.role`. */
  readonly name: string;
  readonly directory: string;
}

// A role of which the package has kept an empty directory only is none.
function packagedRoles(): readonly PackagedRole[] {
  return entries(COLLECTIONS).flatMap((namespace) =>
    entries(join(COLLECTIONS, namespace)).flatMap((collection) => {
      const roles = join(COLLECTIONS, namespace, collection, 'roles');
      return entries(roles)
        .map((role) => ({ name: `${namespace}.${collection}.${role}`, directory: join(roles, role) }))
        .filter(({ directory }) => entries(directory).length > 0);
    }),
  );
}

/** What a directory holds, in order; nothing where it is none. */
function entries(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

function tsplay(args: readonly string[], cwd: string): Promise<string> {
  const words = ['--import', TSX, MAIN, 'run', ...args];
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ANSIBLE_'));
  const env = { ...Object.fromEntries(inherited), HOME: cwd };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) =>
      error ? reject(new Error(`tsplay failed: ${stderr.slice(-4000)}`)) : resolve(stdout),
    );
  });
}

function ansible(args: readonly string[], cwd: string): string {
  const run = oracle('ansible-playbook', args, { cwd, env: { HOME: cwd } });
  if (run.status !== 0) throw new Error(`the oracle failed: ${run.stdout.slice(-2000)}${run.stderr.slice(-2000)}`);
  return run.stdout;
}

describeParity("roles of Debian's ansible package", () => {
  let directory: string;
  beforeEach(function () {
    // Another Ansible than Debian's keeps its collections elsewhere.
    if (!existsSync(COLLECTIONS)) this.skip();
    directory = mkdtempSync(join(tmpdir(), 'tsplay-public-'));
  });
  afterEach(() => directory && rmSync(directory, { recursive: true, force: true }));

  it('have the same tasks with the same tags', async () => {
    const plays = packagedRoles().map(({ name }) => ({ hosts: 'localhost', gather_facts: false, roles: [name] }));
    expect(plays.length).to.be.greaterThan(100);
    writeFileSync(join(directory, 'site.yml'), JSON.stringify(plays));
    const args = ['site.yml', '--list-tasks', '--list-tags'];
    const ours = tsplay(args, directory);
    const theirs = ansible(args, directory);
    expect((await ours).split('\n')).to.deep.equal(theirs.split('\n'));
  });

  it('render their templates to the same text with the variables of their own tests', async () => {
    const rendered = packagedRoles().flatMap(({ name, directory: role }) => {
      const variables = entries(join(role, 'tests')).find((file) => /^main\.os\d+\.yaml$/.test(file));
      const template = entries(join(role, 'templates')).find((file) => file.endsWith('.j2'));
      if (variables === undefined || template === undefined) return [];
      const text = `{{ lookup('template', '${join(role, 'templates', template)}') }}`;
      return [
        {
          hosts: 'localhost',
          gather_facts: false,
          // Some of these variables are not what their template expects.
          ignore_errors: true,
          vars: { hostname: 'switch' },
          vars_files: [join(role, 'tests', variables)],
          tasks: [{ set_fact: { texts: `{{ (texts | default({})) | combine({'${name}': text}) }}` }, vars: { text } }],
        },
      ];
    });
    expect(rendered.length).to.be.greaterThan(50);
    const write = { copy: { content: '{{ texts | to_nice_json }}\n', dest: '{{ out }}' } };
    const plays = [...rendered, { hosts: 'localhost', gather_facts: false, tasks: [write] }];
    writeFileSync(join(directory, 'site.yml'), JSON.stringify(plays));
    const ours = tsplay(['site.yml', '-e', `out=${directory}/ours`], directory);
    ansible(['site.yml', '-e', `out=${directory}/theirs`], directory);
    await ours;
    const read = (name: string): unknown => JSON.parse(readFileSync(join(directory, name), 'utf8'));
    expect(read('ours')).to.deep.equal(read('theirs'));
  });
});

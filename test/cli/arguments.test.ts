// Arguments as argparse takes them.

import { expect } from 'chai';
import { Command } from 'commander';
import { spelledOut } from '../../src/cli/arguments.ts';
import { addRunOptions, type RunCommandOptions } from '../../src/cli/options.ts';

const SPELLED: readonly (readonly [given: string, spelled: string])[] = [
  ['site.yml', 'site.yml'],
  ['--list-h site.yml', '--list-hosts site.yml'],
  ['--che --syn', '--check --syntax-check'],
  ['--lim web', '--limit web'],
  ['--lim=web', '--limit=web'],
  ['--list', '--list'],
  ['--nosuch', '--nosuch'],
  ['--ask-vault-pass', '--ask-vault-password'],
  ['--key-file key --conn-pass-file a', '--private-key key --connection-password-file a'],
  ['--inventory-file=a --inv b', '--inventory=a --inventory b'],
  ['--become-p file', '--become-password-file file'],
  ['--extra-vars --key-file', '--extra-vars --key-file'],
  ['-e --che', '-e --che'],
  ['-bCe --che', '-bCe --che'],
  ['-e@a --che', '-e@a --check'],
  ['-vvv --che', '-vvv --check'],
  ['-- --che', '-- --che'],
];

const command = (): Command => addRunOptions(new Command('run').argument('<playbooks...>').exitOverride());

/** What ansible-playbook makes of a command line that uses every option, in our names. */
const EVERYTHING =
  '-i a -i b, --inventory-file c -l web -e x=1 -e @f --vault-id v@p --vault-password-file p -vvv -C -D -t a,b -t c --skip-tags d ' +
  '--start-at-task x --step --force-handlers --flush-cache -f 7 -M mods --syntax-check --list-hosts --list-tasks --list-tags -u me -c local -T 9 ' +
  '--key-file k --conn-pass-file p --ssh-common-args=-C --ssh-extra-args -4 --sftp-extra-args=-f --scp-extra-args=-l -b --become-user you ' +
  '--become-method su --become-pass-file q site.yml other.yml';

describe('arguments as argparse takes them', () => {
  for (const [given, spelled] of SPELLED) {
    it(given, () => expect(spelledOut(given.split(' '), command()).join(' ')).to.equal(spelled));
  }

  it("takes every option of ansible-playbook's", async () => {
    let options: Partial<RunCommandOptions> = {};
    const run = command().action((_playbooks: string[], given: RunCommandOptions) => {
      options = given;
    });
    await run.parseAsync(spelledOut(EVERYTHING.split(' '), run), { from: 'user' });
    expect(run.args).to.deep.equal(['site.yml', 'other.yml']);
    expect(options).to.deep.equal({
      inventory: ['a', 'b,', 'c'],
      limit: 'web',
      extraVars: ['x=1', '@f'],
      vaultId: ['v@p'],
      vaultPasswordFile: ['p'],
      askVaultPassword: false,
      verbose: 3,
      check: true,
      diff: true,
      tags: ['a,b', 'c'],
      skipTags: ['d'],
      startAtTask: 'x',
      step: true,
      forceHandlers: true,
      flushCache: true,
      forks: 7,
      lookahead: true,
      modulePath: ['mods'],
      syntaxCheck: true,
      listHosts: true,
      listTasks: true,
      listTags: true,
      user: 'me',
      connection: 'local',
      timeout: 9,
      privateKey: 'k',
      askPass: false,
      connectionPasswordFile: 'p',
      acceptNewHostKeys: false,
      sshCommonArgs: '-C',
      sshExtraArgs: '-4',
      sftpExtraArgs: '-f',
      scpExtraArgs: '-l',
      become: true,
      becomeUser: 'you',
      becomeMethod: 'su',
      askBecomePass: false,
      becomePasswordFile: 'q',
    });
  });

  for (const pair of ['-k --conn-pass-file f', '-K --become-pass-file f', '-J --vault-pass-file f']) {
    it(`refuses ${pair} together`, async () => {
      const run = command()
        .configureOutput({ writeErr: () => undefined })
        .action(() => undefined);
      const refused = await run.parseAsync(spelledOut([...pair.split(' '), 'site.yml'], run), { from: 'user' }).then(
        () => '',
        (problem: unknown) => String(problem),
      );
      expect(refused).to.match(/error: --ask-\S+ and --\S+-password-file cannot be used together/);
    });
  }
});

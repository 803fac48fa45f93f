import sudoers from '../../modules/sudoers.ts';
import { obeysTheLaws } from '../support/laws.ts';

const HERE = { sudoers_path: 'DIR', name: 'deploy' };

describe('sudoers', () => {
  obeysTheLaws(sudoers, [
    {
      name: 'writes a rule that only its owner may read',
      args: { ...HERE, user: 'alice', commands: ['/bin/ls', '/bin/cat'] },
      files: { deploy: 'alice ALL=NOPASSWD: /bin/ls, /bin/cat\n' },
      state: 'stat -c %a "$PWD"/deploy 2>/dev/null || :',
    },
    {
      name: 'writes everything that a rule may have',
      args: { ...HERE, group: 'adm', commands: 'ALL', runas: 'bob', host: 'web', nopassword: false, setenv: true },
      files: { deploy: '%adm web=(bob)SETENV: ALL\n' },
    },
    {
      name: 'changes a rule and its mode',
      given: 'echo "alice ALL=ALL" >deploy; chmod 644 deploy',
      args: { ...HERE, user: 'alice', commands: 'ALL' },
      files: { deploy: 'alice ALL=NOPASSWD: ALL\n' },
    },
    {
      name: 'leaves a rule',
      given: 'echo "alice ALL=NOPASSWD: ALL" >deploy; chmod 440 deploy',
      args: { ...HERE, user: 'alice', commands: 'ALL' },
      changed: false,
    },
    {
      name: 'sets the mode of a rule that is there',
      given: 'echo "alice ALL=NOPASSWD: ALL" >deploy; chmod 644 deploy',
      args: { ...HERE, user: 'alice', commands: 'ALL' },
    },
    { name: 'takes a rule away', given: 'echo x >deploy', args: { ...HERE, state: 'absent' }, files: { deploy: null } },
    { name: 'has no rule to take away', args: { ...HERE, state: 'absent' }, changed: false },
    {
      name: 'refuses what visudo does not take, in check mode too',
      given: 'echo "alice ALL=NOPASSWD: ALL" >deploy',
      args: { ...HERE, user: 'alice', commands: 'restart the server' },
      fails: /^Failed to validate sudoers rule:\n.*\S/,
    },
    {
      name: 'writes anything where told not to look',
      args: { ...HERE, user: 'alice', commands: 'restart the server', validation: 'absent' },
      files: { deploy: 'alice ALL=NOPASSWD: restart the server\n' },
    },
    {
      name: 'warns of a name that sudo passes over',
      args: { ...HERE, name: 'web.deploy', user: 'alice', commands: 'ALL' },
      result: { warnings: ["sudo reads no file named 'web.deploy': the name has a dot or ends in ~"] },
    },
    { name: 'wants commands', args: { ...HERE, user: 'alice' }, fails: 'all of the following are missing: commands' },
    { name: 'wants somebody', args: { ...HERE, commands: 'ALL' }, fails: "'user' or 'group' is required" },
    {
      name: 'wants one of user and group',
      args: { ...HERE, user: 'a', group: 'b', commands: 'ALL' },
      fails: 'parameters are mutually exclusive: user|group',
    },
    { name: 'wants the name of a file', args: { ...HERE, name: '../sudoers', state: 'absent' }, fails: "'../sudoers'" },
  ]);
});

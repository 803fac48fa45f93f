import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { becomeDialog } from '../../src/host/become.ts';
import { type Become, type HostFailure, Secret } from '../../src/host/index.ts';
import { laneOf, localConnection } from './support/shells.ts';

const secret = new Secret('pa$$ "word"');
const become = (change: Partial<Become>): Become => ({ kind: 'become', method: 'sudo', user: 'root', ...change });
const dialogFor = (change: Partial<Become>) => becomeDialog(become(change), '/bin/sh', 'echo x;exec /bin/sh');

describe('becoming another user', () => {
  const lines: readonly { readonly change: Partial<Become>; readonly line: string }[] = [
    { change: {}, line: "exec sudo -H -n -u root -- /bin/sh -c 'echo x;exec /bin/sh'" },
    { change: { password: secret }, line: "exec sudo -H -S -p 'PROMPT' -u root -- /bin/sh -c 'echo x;exec /bin/sh'" },
    {
      change: { user: '#1000', flags: '-H -S -n -E --stdin -Sn -r "a b"', exe: '/opt/bin/sudo' },
      line: "exec /opt/bin/sudo -H -E -r 'a b' -n -u '#1000' -- /bin/sh -c 'echo x;exec /bin/sh'",
    },
    { change: { flags: '' }, line: "exec sudo -n -u root -- /bin/sh -c 'echo x;exec /bin/sh'" },
    { change: { method: 'dzdo' }, line: "exec dzdo -H -n -u root -- /bin/sh -c 'echo x;exec /bin/sh'" },
    {
      change: { method: 'su', user: 'www-data', flags: '-s /bin/sh -', password: secret },
      line: `exec su -s /bin/sh - www-data -c 'exec /bin/sh -c "echo x;exec /bin/sh"'`,
    },
    { change: { method: 'doas', user: 'web' }, line: "exec doas -n -u web -- /bin/sh -c 'echo x;exec /bin/sh'" },
    { change: { method: 'pbrun' }, line: "exec pbrun -u root /bin/sh -c 'echo x;exec /bin/sh'" },
    { change: { method: 'pfexec', flags: '-P all' }, line: "exec pfexec -P all /bin/sh -c 'echo x;exec /bin/sh'" },
  ];
  for (const { change, line } of lines) {
    it(`runs ${line}`, () => {
      expect(dialogFor(change).command.replace(/\[tsplay [0-9a-f]{12}\] password:/, 'PROMPT')).to.equal(line);
    });
  }

  it('never has the password in the command line', () => {
    for (const { change } of lines) expect(dialogFor({ ...change, password: secret }).command).not.to.contain('pa$$');
  });

  const promptOf = (command: string): string => /\[tsplay [0-9a-f]{12}\] password:/.exec(command)?.[0] ?? '';

  it('answers its own prompt at once, and takes the second one as a refusal', () => {
    const dialog = dialogFor({ password: secret });
    const prompt = promptOf(dialog.command);
    expect(dialog.hear('stderr', 'We trust you have received the usual lecture:\n\n')).to.equal(undefined);
    expect(dialog.hear('stderr', prompt.slice(0, 9))).to.equal(undefined);
    expect(dialog.hear('stderr', prompt.slice(9))).to.deep.equal({ kind: 'write', text: 'pa$$ "word"\n' });
    expect(dialog.hear('stderr', `Sorry, try again.\n${prompt}`)).to.deep.equal({
      kind: 'fail',
      failure: { kind: 'become-password-wrong', method: 'sudo', user: 'root', output: '' },
    });
  });

  const questions: readonly { readonly text: string; readonly isOne: boolean }[] = [
    { text: 'Password: ', isOne: true },
    { text: 'Mot de passe : ', isOne: true },
    { text: '密码：', isOne: true },
    { text: 'Verification code:', isOne: true },
    { text: 'a lecture\nPasswort: ', isOne: true },
    { text: 'su: user x does not exist\n', isOne: false },
    { text: 'su: warning: cannot change directory: No such file', isOne: false },
    { text: `${'x'.repeat(300)}: `, isOne: false },
  ];
  for (const { text, isOne } of questions) {
    it(`${isOne ? 'takes' : 'does not take'} ${JSON.stringify(text.slice(0, 40))} for a question`, () => {
      expect(dialogFor({ method: 'su', password: secret }).hear('stderr', text)?.kind).to.equal(
        isOne ? 'wait' : undefined,
      );
    });
  }

  // What the programs say, word for word: Debian 12's, and older ones'.
  const refusals: readonly {
    readonly change?: Partial<Become>;
    readonly code?: number;
    readonly output: string;
    readonly gives: HostFailure['kind'];
    readonly shown?: string;
  }[] = [
    { output: 'sudo: a password is required', gives: 'become-password-needed' },
    { output: 'sudo: no tty present and no askpass program specified', gives: 'become-needs-terminal' },
    { output: 'sudo: sorry, you must have a tty to run sudo', gives: 'become-needs-terminal' },
    { output: 'alice is not in the sudoers file.  This incident will be reported.', gives: 'become-not-allowed' },
    {
      output: "Sorry, user alice is not allowed to execute '/bin/sh -c echo x;exec /bin/sh' as root on box.",
      gives: 'become-not-allowed',
      shown: "Sorry, user alice is not allowed to execute '/bin/sh' as root on box.",
    },
    { output: 'Sorry, user alice may not run sudo on box.', gives: 'become-not-allowed' },
    { output: 'sudo: unknown user: nosuch', gives: 'become-unknown-user' },
    {
      output: 'sudo: unknown user nosuch\nsudo: error initializing audit plugin sudoers_audit',
      gives: 'become-unknown-user',
    },
    { output: 'sudo: 1 incorrect password attempt', gives: 'become-password-wrong' },
    { output: '/bin/bash: line 1: exec: sudo: not found', code: 127, gives: 'become-missing-program' },
    { output: 'exec: sudo: Command not found.', gives: 'become-missing-program' },
    { output: 'sudo: Account or password is expired, reset your password and try again', gives: 'become-failed' },
    { output: 'sudo: error in /etc/sudoers, line 3: syntax error', gives: 'become-failed' },
    { change: { method: 'su' }, output: 'su: Authentication failure', gives: 'become-password-wrong' },
    { change: { method: 'su' }, output: 'su: must be run from a terminal', gives: 'become-needs-terminal' },
    { change: { method: 'su' }, output: 'su: Permission denied', gives: 'become-not-allowed' },
    {
      change: { method: 'su' },
      output: 'su: user nosuch does not exist or the user entry does not contain all the required fields',
      gives: 'become-unknown-user',
    },
    { change: { method: 'doas' }, output: 'doas: Authentication required', gives: 'become-password-needed' },
    {
      change: { method: 'doas', password: secret },
      output: 'doas: Authentication required',
      gives: 'become-needs-terminal',
    },
    { change: { method: 'doas' }, output: 'doas: Operation not permitted', gives: 'become-not-allowed' },
  ];
  for (const { change = {}, code = 1, output, gives, shown = output } of refusals) {
    it(`understands ${JSON.stringify(output)}`, () => {
      expect(dialogFor(change).ended(code, output)).to.deep.include({ kind: gives, output: shown });
    });
  }

  it('becomes somebody on this machine, by su and by sudo', async function () {
    if (process.getuid?.() !== 0) return this.skip();
    const connection = await localConnection();
    const methods = [
      { method: 'su', flags: '-s /bin/sh', there: '/bin/su' },
      { method: 'sudo', flags: '-H', there: '/usr/bin/sudo' },
    ] as const;
    for (const { method, flags, there } of methods) {
      if (!existsSync(there)) continue;
      const lane = await laneOf(connection, { kind: 'become', method, user: 'nobody', flags });
      const { replies } = await lane.run([{ script: 'id -un; cat', stdin: Buffer.from([0, 255, 10]), direct: true }]);
      expect(replies[0]?.stdout.toString('latin1')).to.equal('nobody\n\0\xff\n');
    }
    expect(await connection.lane({ kind: 'become', method: 'su', user: 'no-such-user' })).to.deep.include({
      ok: false,
    });
    await connection.close();
  });
});

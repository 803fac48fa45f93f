import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AuthContext, AuthenticationType } from 'ssh2';
import {
  type ConnectionSpec,
  connect,
  createServices,
  failureText,
  Secret,
  type ServiceOptions,
} from '../../../src/host/index.ts';
import { laneOf } from '../support/shells.ts';
import { startServer } from '../support/ssh-server.ts';
import { makeKey } from '../support/sshd.ts';

// How the server judges. `right` is the password, 123456 the second factor; every key is good where keys are.
type Judge = (context: AuthContext, note: (attempt: string) => void) => void;

const onlyTakes =
  (...methods: readonly AuthenticationType[]): Judge =>
  (context, note) => {
    note(context.method === 'password' ? `password ${context.password}` : context.method);
    const good =
      methods.includes(context.method) &&
      (context.method === 'publickey' || (context.method === 'password' && context.password === 'right'));
    if (good) context.accept();
    else context.reject([...methods]);
  };

const keyboard = (
  prompts: readonly { readonly prompt: string; readonly echo: boolean }[],
  right: readonly string[],
): Judge => {
  return (context, note) => {
    if (context.method !== 'keyboard-interactive') {
      note(context.method);
      context.reject(['keyboard-interactive']);
      return;
    }
    context.prompt([...prompts], 'title', 'instructions', (answers) => {
      note(`keyboard-interactive ${answers.join(' ')}`);
      if (answers.join() === right.join()) context.accept();
      else context.reject(['keyboard-interactive']);
    });
  };
};

// A key first, then what the second judge says.
const keyThen = (method: AuthenticationType, second: Judge): Judge => {
  let half = false;
  return (context, note) => {
    if (half) second(context, note);
    else if (context.method === 'publickey') {
      if (context.signature) {
        note('publickey');
        half = true;
        context.reject([method], true);
      } else context.accept();
    } else {
      note(context.method);
      context.reject(['publickey']);
    }
  };
};

const password = (text: string) => ({ password: new Secret(text) });
const pam = [{ prompt: 'Password: ', echo: false }];
const twoFactors = [...pam, { prompt: 'Code:\x1b[2J ', echo: true }];

describe('logging in', () => {
  let directory: string;
  let keyFiles: readonly string[];
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tsplay-login-'));
    await makeKey(join(directory, 'id'), 'ed25519');
    keyFiles = [join(directory, 'id')];
  });
  after(() => rm(directory, { recursive: true }));

  const cases: readonly {
    readonly it: string;
    readonly judge: () => Judge;
    readonly change: (keys: readonly string[]) => Partial<ConnectionSpec>;
    readonly answers?: Readonly<Record<string, string>>;
    readonly attempts: readonly string[];
    readonly fails?: RegExp;
  }[] = [
    {
      it: 'by password',
      judge: () => onlyTakes('password'),
      change: () => password('right'),
      attempts: ['password right'],
    },
    {
      it: 'by key before the password where both are named',
      judge: () => onlyTakes('publickey', 'password'),
      change: (keys) => ({ ...password('right'), keyFiles: keys }),
      attempts: ['publickey', 'publickey'],
    },
    {
      it: 'by password where the key is not taken',
      judge: () => onlyTakes('password'),
      change: (keys) => ({ ...password('right'), keyFiles: keys }),
      attempts: ['publickey', 'password right'],
    },
    {
      it: 'not by a wrong password, which is tried once',
      judge: () => onlyTakes('password'),
      change: () => password('wrong'),
      attempts: ['password wrong'],
      fails: /^127\.0\.0\.1 port \d+ did not let alice in: tried password; the server takes password; check the user/,
    },
    {
      it: 'not by a wrong password, which is not tried in another way either',
      judge: () => onlyTakes('password', 'keyboard-interactive'),
      change: () => password('wrong'),
      attempts: ['password wrong'],
      fails: /tried password; the server takes password, keyboard-interactive; check the user/,
    },
    {
      it: 'by keyboard-interactive, with the password',
      judge: () => keyboard(pam, ['right']),
      change: () => password('right'),
      attempts: ['password', 'keyboard-interactive right'],
    },
    {
      it: 'by keyboard-interactive, with a code that is asked for',
      judge: () => keyboard(twoFactors, ['right', '123456']),
      change: () => password('right'),
      answers: { 'alice@127.0.0.1: Code: [2J false': '123456' },
      attempts: ['password', 'keyboard-interactive right 123456'],
    },
    {
      it: 'by a key and then a password',
      judge: () => keyThen('password', onlyTakes('password')),
      change: (keys) => ({ ...password('right'), keyFiles: keys }),
      attempts: ['publickey', 'password right'],
    },
    {
      it: 'by a key and then a code that is asked for',
      judge: () => keyThen('keyboard-interactive', keyboard([{ prompt: 'Code: ', echo: false }], ['123456'])),
      change: (keys) => ({ keyFiles: keys }),
      answers: { 'alice@127.0.0.1: Code: true': '123456' },
      attempts: ['publickey', 'keyboard-interactive 123456'],
    },
    {
      it: 'by no password where only keys are allowed to be tried',
      judge: () => onlyTakes('password'),
      change: (keys) => ({ ...password('right'), keyFiles: keys, methods: ['publickey'] }),
      attempts: ['publickey'],
      fails: /tried publickey \(.*id\); the server takes password; check the user .*, or give a password with -k/,
    },
    {
      it: 'by no key where only passwords are allowed to be tried',
      judge: () => onlyTakes('publickey'),
      change: (keys) => ({ ...password('right'), keyFiles: keys, methods: ['password', 'keyboard-interactive'] }),
      attempts: ['password right'],
      fails: /tried password; the server takes publickey/,
    },
  ];
  for (const { it: title, judge, change, answers, attempts, fails } of cases) {
    it(title, async () => {
      const server = await startServer(judge());
      const ask: ServiceOptions['ask'] = async ({ text, secret }) => answers?.[`${text} ${secret}`];
      const result = await connect(server.spec(change(keyFiles)), createServices({ env: {}, ...(answers && { ask }) }));
      if (fails) expect(result.ok ? 'it connected' : failureText(result.failure)).to.match(fails);
      else {
        expect(result.ok ? '' : failureText(result.failure)).to.equal('');
        if (result.ok) {
          const lane = await laneOf(result.value);
          const { replies } = await lane.run([{ script: 'cat', stdin: Buffer.from('in') }]);
          expect(replies[0]?.stdout.toString()).to.equal('in');
          await result.value.close();
        }
      }
      expect(server.attempts).to.deep.equal(attempts);
      await server.stop();
    });
  }

  it('says that it ran out of time while logging in', async () => {
    const server = await startServer(() => {});
    const result = await connect(server.spec({ ...password('x'), connectTimeoutMs: 300 }), createServices({ env: {} }));
    expect(result).to.deep.equal({
      ok: false,
      failure: { kind: 'timeout', stage: 'authentication', afterMs: 300, address: '127.0.0.1', port: server.port },
    });
    await server.stop();
  });

  it('does not count the time a person takes to answer', async () => {
    const ask = () => new Promise<string>((resolve) => setTimeout(() => resolve('slow'), 400));
    const questions = [
      { prompt: 'Password: ', echo: false },
      { prompt: 'Code: ', echo: false },
    ];
    const server = await startServer(keyboard(questions, ['x', 'slow']));
    const spec = server.spec({ ...password('x'), methods: ['keyboard-interactive'], connectTimeoutMs: 300 });
    const result = await connect(spec, createServices({ env: {}, ask }));
    expect(result.ok).to.equal(true);
    if (result.ok) await result.value.close();
    await server.stop();
  });
});

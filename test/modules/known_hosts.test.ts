import { expect } from 'chai';
import knownHosts from '../../modules/known_hosts.ts';
import { toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import { editKnownHosts, isOfHost, parseHostLine } from '../../src/module/keys/known-hosts.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { type LawCase, obeysTheLaws } from '../support/laws.ts';
import { shellExchange } from '../support/shell-exchange.ts';

const ONE = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICC5STrCYtxDhcZnH83m9rSjOq5m9LhbLEeFfDadxT9P';
const TWO = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPh9Z8ldJfCCgiL1SvJVfcSRGtfzkqJcyMBGVQ+/MQdj';
const RSA = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDQ';
// The name h.example, hashed by ssh-keygen -H.
const HASHED = '|1|ED/RczacY8DB7g/4sEQb+3x4pOU=|YNl3pd5dnA24TXIa+PbvfVl0Wpc=';

const LAWS: readonly LawCase[] = [
  {
    name: 'makes the file',
    args: { path: 'DIR/f', name: 'a', key: `a ${ONE}` },
    files: { f: `a ${ONE}\n` },
    result: { name: 'a', key: `a ${ONE}`, path: 'DIR/f', hash_host: false, state: 'file', mode: '0644' },
  },
  {
    name: 'knows a key that is there, whatever its comment',
    given: `echo 'a,10.0.0.1 ${ONE} me' >f`,
    args: { path: 'DIR/f', host: '10.0.0.1', key: `10.0.0.1 ${ONE}` },
    changed: false,
  },
  {
    name: 'adds a key of another type, and ends the line before',
    given: `printf 'a ${ONE}' >f`,
    args: { path: 'DIR/f', name: 'A', key: `a ${RSA}` },
    files: { f: `a ${ONE}\na ${RSA}\n` },
  },
  {
    name: 'replaces a key of the same type',
    given: `printf '# c\\na ${ONE}\\nb ${ONE}\\n' >f; chmod 600 f`,
    args: { path: 'DIR/f', name: 'a', key: `a ${TWO}` },
    files: { f: `# c\nb ${ONE}\na ${TWO}\n` },
    result: { mode: '0600' },
  },
  {
    name: 'finds a hashed name',
    given: `printf '%s\\n' '${HASHED} ${ONE}' >f`,
    args: { path: 'DIR/f', name: 'h.example', key: `h.example ${ONE}`, hash_host: true },
    changed: false,
  },
  {
    name: 'shows a name that was hashed',
    given: `printf '%s\\n' '${HASHED} ${ONE}' >f`,
    args: { path: 'DIR/f', name: 'h.example', key: `h.example ${ONE}` },
    files: { f: `h.example ${ONE}\n` },
  },
  {
    name: 'adds what is missing of several lines',
    given: `echo 'a ${ONE}' >f`,
    args: { path: 'DIR/f', name: 'a', key: `# both\na ${ONE} x\na ${RSA} y\n` },
    files: { f: `a ${ONE}\na ${RSA}\n` },
  },
  {
    name: 'adds several lines as they are',
    args: { path: 'DIR/f', name: 'a', key: `# both\na ${ONE} x\na ${RSA} y\n` },
    files: { f: `# both\na ${ONE} x\na ${RSA} y\n` },
  },
  {
    name: 'keeps patterns and authorities',
    given: `printf '*.example ${TWO}\\n@cert-authority h.example ${TWO}\\n' >f`,
    args: { path: 'DIR/f', name: 'h.example', key: `h.example ${ONE}` },
    files: { f: `*.example ${TWO}\n@cert-authority h.example ${TWO}\nh.example ${ONE}\n` },
  },
  {
    name: 'forgets one key',
    given: `printf 'a ${ONE}\\na ${RSA}\\n' >f`,
    args: { path: 'DIR/f', name: 'a', state: 'absent', key: `a ${ONE}` },
    files: { f: `a ${RSA}\n` },
  },
  {
    name: 'forgets a host',
    given: `printf 'a ${ONE}\\nb ${ONE}\\na,c ${RSA}\\n%s\\n' '${HASHED} ${ONE}' >f`,
    args: { path: 'DIR/f', name: 'a', state: 'absent' },
    files: { f: `b ${ONE}\n${HASHED} ${ONE}\n` },
  },
  {
    name: 'has nothing to forget',
    args: { path: 'DIR/f', name: 'a', state: 'absent' },
    changed: false,
    result: { state: 'absent' },
    files: { f: null },
  },
  { name: 'needs a key', args: { path: 'DIR/f', name: 'a' }, fails: 'No key specified when adding a host' },
  {
    name: 'refuses a key of another host',
    args: { path: 'DIR/f', name: 'a', key: `b ${ONE}` },
    fails: 'Host parameter does not match',
  },
  {
    name: 'refuses what is no key',
    args: { path: 'DIR/f', name: 'a', key: 'garbage' },
    fails: "'key' is no line of a known_hosts file",
  },
  {
    name: 'tells a directory that is missing',
    args: { path: 'DIR/d/f', name: 'a', key: `a ${ONE}` },
    fails: 'there is no directory',
  },
  {
    name: 'does not write into a directory',
    args: { path: 'DIR', name: 'a', key: `a ${ONE}` },
    fails: 'is a directory',
  },
];

describe('known_hosts', () => {
  obeysTheLaws(knownHosts, LAWS);

  it('hashes a name with the salt that it is given', () => {
    const salt = Buffer.from('ED/RczacY8DB7g/4sEQb+3x4pOU=', 'base64');
    const wish = { name: 'h.example', key: `h.example ${ONE} me`, hash: true, state: 'present', salt } as const;
    expect(editKnownHosts('', wish)).to.equal(`${HASHED} ${ONE}\n`);
  });

  it('takes a salt of its own for every name', async () => {
    const args = { path: '/nonexistent', name: 'a', key: `a ${ONE}`, hash_host: true, state: 'present' };
    const hosts: string[] = [];
    for (let run = 0; run < 2; run++) {
      const { changes } = await executeModule(
        knownHosts,
        new Map(
          Object.entries({ ...args, path: `/tmp/nonexistent-${run}` }).map(([name, one]) => [name, toValue(one)]),
        ),
        {
          lane: { run: shellExchange().run },
          world: new (await import('../../src/plan/world.ts')).World(),
          diff: false,
          files: controllerFiles('/'),
          expandPath: (path) => path,
          sleep: async () => undefined,
        },
      );
      const [change] = changes;
      const line = change?.kind === 'write' && Buffer.isBuffer(change.content) ? change.content.toString() : '';
      const parsed = parseHostLine(line);
      expect(parsed && isOfHost(parsed, 'a')).to.equal(true);
      hosts.push(parsed?.hosts ?? '');
    }
    expect(hosts[0]).to.not.equal(hosts[1]);
  });

  it('means the home of the identity where no file is named', async () => {
    const started = await knownHosts.start(
      new Map([
        ['name', 'a'],
        ['key', `a ${ONE}`],
      ]),
      {
        diff: false,
        files: controllerFiles('/'),
        expandPath: (path) => path.replace('~', '/home/alice'),
      },
    );
    expect(started.ok && started.stage.looks).to.deep.include({
      parent: { kind: 'file', path: '/home/alice/.ssh', follow: true, content: 'none' },
    });
  });
});

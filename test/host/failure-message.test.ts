import { expect } from 'chai';
import { describeFailure, failureText, type HostFailure, isUnreachable } from '../../src/host/index.ts';

const at = { address: 'box', port: 22 };
const offered = { type: 'ssh-ed25519', fingerprint: 'SHA256:new' };
const known = { type: 'ecdsa-sha2-nistp256', fingerprint: 'SHA256:old', file: '/k', line: 7 };
const root = { method: 'sudo', user: 'root', output: '' } as const;

describe('what is said of a failure', () => {
  const cases: readonly { readonly failure: HostFailure; readonly says: string }[] = [
    {
      failure: { kind: 'name-unknown', ...at },
      says: "the name 'box' has no address; check the spelling in the inventory, or set ansible_host to an address",
    },
    {
      failure: { kind: 'refused', address: '::1', port: 2222 },
      says: '[::1] port 2222 refused the connection; nothing listens there: is sshd running, and is the port (ansible_port) right?',
    },
    {
      failure: { kind: 'unreachable', reason: 'no route to the host', ...at },
      says: 'box port 22 cannot be reached: no route to the host; check the network and the address',
    },
    {
      failure: { kind: 'timeout', stage: 'connect', afterMs: 10_000, ...at },
      says: 'box port 22 did not answer within 10 s; the host may be down, or a firewall drops the packets; a slow one needs a longer --timeout',
    },
    {
      failure: { kind: 'timeout', stage: 'authentication', afterMs: 2500, ...at },
      says: 'box port 22 accepted the connection but did not finish the login within 2.5 s; the host may be overloaded or wait for DNS; a slow one needs a longer --timeout',
    },
    {
      failure: { kind: 'closed-early', attempts: 6, reason: 'Exceeded MaxStartups', ...at },
      says: 'box port 22 closed the connection before the login (6 times): Exceeded MaxStartups; sshd drops connects beyond MaxStartups, and from addresses that fail too often (fail2ban, PerSourcePenalties): try fewer forks, or look into its log',
    },
    {
      failure: { kind: 'protocol', reason: 'it says "HTTP/1.1 400"', ...at },
      says: 'no ssh session with box port 22: it says "HTTP/1.1 400"; is this the port of an ssh server?',
    },
    {
      failure: { kind: 'jump-failed', jump: 'bastion', failure: { kind: 'refused', ...at } },
      says: "jump host 'bastion': box port 22 refused the connection; nothing listens there: is sshd running, and is the port (ansible_port) right?",
    },
    {
      failure: { kind: 'proxy-command-failed', command: 'nc %h', output: 'no\x1b[2Jway' },
      says: "the ProxyCommand 'nc %h' ended before the login: no[2Jway",
    },
    { failure: { kind: 'bad-options', problems: ['one', 'two'] }, says: 'one; two' },
    {
      failure: { kind: 'host-key-changed', offered, known: [known], address: 'box', port: 2222 },
      says: "the host key of box port 2222 has changed: it shows ed25519 SHA256:new, known is nistp256 SHA256:old (/k:7); somebody may be in between. If the host was reinstalled, compare the fingerprint on its console, then: ssh-keygen -R '[box]:2222' -f /k",
    },
    {
      failure: { kind: 'host-key-revoked', offered: known, ...at },
      says: 'box port 22 shows a host key that is marked as revoked in /k:7: nistp256 SHA256:old; do not log in there: whoever has this key may be an impostor',
    },
    {
      failure: { kind: 'host-key-unknown', offered, why: 'no-terminal', ...at },
      says: "the host key of box port 22 is not known: ed25519 SHA256:new; compare it with the provider's console and set tsplay_host_key: SHA256:new, or accept it unseen with --accept-new-host-keys",
    },
    {
      failure: { kind: 'host-key-unknown', offered, why: 'declined', ...at },
      says: 'the host key of box port 22 is not known: ed25519 SHA256:new, and was not accepted',
    },
    {
      failure: { kind: 'host-key-not-pinned', offered, pins: ['SHA256:a', 'SHA256:b'], ...at },
      says: "box port 22 shows the host key ed25519 SHA256:new, but the inventory pins SHA256:a or SHA256:b; compare with the provider's console; if the host was reinstalled, change tsplay_host_key, otherwise do not log in",
    },
    {
      failure: { kind: 'key-file', path: '/k', problem: 'missing' },
      says: "the private key '/k' does not exist; check ansible_ssh_private_key_file or --private-key",
    },
    { failure: { kind: 'key-file', path: '/k', problem: 'wrong-passphrase' }, says: "the passphrase of '/k' is wrong" },
    {
      failure: { kind: 'key-file', path: '/k', problem: 'unsupported', reason: 'it lives in a security key (FIDO)' },
      says: "the private key '/k' is of a kind we cannot use: it lives in a security key (FIDO); with `ansible_connection: openssh` the ssh program of this machine is used, which may",
    },
    {
      failure: {
        kind: 'auth-failed',
        user: 'alice',
        tried: [{ method: 'publickey', key: '/k' }],
        offered: ['publickey', 'password'],
        skipped: [{ path: '/l', problem: 'encrypted' }],
        ...at,
      },
      says: 'box port 22 did not let alice in: tried publickey (/k); the server takes publickey, password; /l was left out (encrypted, and no passphrase); check the user (ansible_user) and the key (ansible_ssh_private_key_file), or give a password with -k (--ask-pass)',
    },
    {
      failure: { kind: 'auth-failed', user: 'alice', tried: [], offered: [], skipped: [], ...at },
      says: 'box port 22 did not let alice in: there was nothing to try; check the user (ansible_user) and the key (ansible_ssh_private_key_file)',
    },
    {
      failure: { kind: 'password-expired', user: 'alice', ...at },
      says: 'the password of alice on box port 22 has expired; log in by hand once and change it',
    },
    {
      failure: {
        kind: 'start-failed',
        connection: 'docker',
        target: 'web',
        program: 'docker',
        output: 'No such container: web',
      },
      says: "no shell in 'web' by docker: No such container: web; is 'docker' installed here, and does 'web' exist and run?",
    },
    {
      failure: {
        kind: 'start-failed',
        connection: 'openssh',
        target: 'box',
        program: 'ssh',
        output: 'Permission denied (publickey).',
      },
      says: "'ssh' did not log in to 'box': Permission denied (publickey).; try it by hand: it must work without a question",
    },
    {
      failure: { kind: 'no-shell', shell: '/bin/sh', code: 1, output: 'This account is currently not available.' },
      says: "the login gives no shell: '/bin/sh' ended with code 1: This account is currently not available.; the account may have nologin as its shell, an expired password, or a forced command",
    },
    {
      failure: { kind: 'shell-timeout', shell: '/bin/sh', afterMs: 30_000, output: '' },
      says: "'/bin/sh' did not answer within 30 s; something in the account's start-up files may be waiting, or the host is overloaded",
    },
    {
      failure: { kind: 'become-password-needed', ...root },
      says: 'sudo asks for a password to become root; give it with -K (--ask-become-pass) or ansible_become_password, or allow it without (NOPASSWD)',
    },
    {
      failure: { kind: 'become-password-wrong', ...root },
      says: 'sudo did not take the password to become root; check that it is the password of the login user (-K, ansible_become_password)',
    },
    {
      failure: { kind: 'become-password-wrong', ...root, method: 'su' },
      says: 'su did not take the password to become root; check that it is the password of root (-K, ansible_become_password)',
    },
    {
      failure: { kind: 'become-not-allowed', ...root, output: 'alice is not in the sudoers file.' },
      says: 'sudo does not allow the login user to become root: alice is not in the sudoers file.; add a rule to sudoers (visudo), such as membership in wheel or sudo; `sudo -l` on the host lists what is allowed',
    },
    {
      failure: { kind: 'become-needs-terminal', ...root, method: 'doas' },
      says: 'doas wants a terminal to become root; doas reads passwords from a terminal only: allow it without a password for this user, or use sudo',
    },
    {
      failure: { kind: 'become-missing-program', program: 'sudo', ...root },
      says: "there is no 'sudo' on the host to become root with; install it, or choose another ansible_become_method (sudo, su, doas)",
    },
    {
      failure: { kind: 'become-unknown-user', ...root, user: 'web' },
      says: "the host has no user 'web' to become; check ansible_become_user",
    },
    {
      failure: { kind: 'become-failed', code: 1, ...root, output: 'odd' },
      says: 'sudo could not become root with code 1: odd',
    },
    {
      failure: { kind: 'become-timeout', afterMs: 30_000, ...root },
      says: 'sudo did not make us root within 30 s; it may wait for an answer that is not a password (a second factor), or for DNS: does the host know its own name?',
    },
    {
      failure: { kind: 'no-channel', reason: 'open failed' },
      says: 'the host opens no further channel on this connection: open failed; sshd allows MaxSessions of them (10 by default; two and one for each become user are needed)',
    },
    { failure: { kind: 'lost', reason: 'Keepalive timeout' }, says: 'the connection was lost: Keepalive timeout' },
    { failure: { kind: 'shell-ended', code: 137, output: '' }, says: 'the shell on the host ended with code 137' },
    { failure: { kind: 'interrupted' }, says: 'interrupted' },
    { failure: { kind: 'closed' }, says: 'the connection is closed' },
  ];
  for (const { failure, says } of cases) {
    it(`${failure.kind}: ${says.slice(0, 60)}...`, () => expect(failureText(failure)).to.equal(says));
  }

  it('quotes a program at length, but not at any length', () => {
    const { message } = describeFailure({ kind: 'shell-ended', code: 1, output: 'x'.repeat(10_000) });
    expect(message.length).to.be.below(600);
  });

  it('tells a host that cannot be reached from one that does not let us become somebody', () => {
    for (const { failure } of cases)
      expect(isUnreachable(failure), failure.kind).to.equal(!failure.kind.startsWith('become'));
  });
});

// The words for every failure of the host layer: what is wrong, then what to do. The only place where they are written.

import type { HostFailure, HostKey, KnownKey } from './failure.ts';

export interface FailureText {
  /** What is wrong. One sentence without a full stop; further lines only where a program's own words are quoted. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** Says what is wrong and what to do. */
export function describeFailure(failure: HostFailure): FailureText {
  switch (failure.kind) {
    case 'name-unknown':
      return {
        message: `the name '${failure.address}' has no address`,
        hint: 'check the spelling in the inventory, or set ansible_host to an address',
      };
    case 'refused':
      return {
        message: `${at(failure)} refused the connection`,
        hint: 'nothing listens there: is sshd running, and is the port (ansible_port) right?',
      };
    case 'unreachable':
      return {
        message: `${at(failure)} cannot be reached: ${failure.reason}`,
        hint: 'check the network and the address',
      };
    case 'timeout':
      return timeoutText(failure);
    case 'closed-early':
      return {
        message: `${at(failure)} closed the connection before the login (${attempts(failure.attempts)}): ${failure.reason}`,
        hint: 'sshd drops connects beyond MaxStartups, and from addresses that fail too often (fail2ban, PerSourcePenalties): try fewer forks, or look into its log',
      };
    case 'protocol':
      return {
        message: `no ssh session with ${at(failure)}: ${failure.reason}`,
        hint: 'is this the port of an ssh server?',
      };
    case 'jump-failed': {
      const inner = describeFailure(failure.failure);
      return {
        message: `jump host '${failure.jump}': ${inner.message}`,
        ...(inner.hint !== undefined && { hint: inner.hint }),
      };
    }
    case 'proxy-command-failed':
      return { message: `the ProxyCommand '${failure.command}' ended before the login${quoted(failure.output)}` };
    case 'bad-options':
      return { message: failure.problems.join('; ') };
    case 'host-key-changed':
      return changedText(failure);
    case 'host-key-revoked':
      return {
        message: `${at(failure)} shows a host key that is marked as revoked in ${place(failure.offered)}: ${keyText(failure.offered)}`,
        hint: 'do not log in there: whoever has this key may be an impostor',
      };
    case 'host-key-unknown':
      return unknownKeyText(failure);
    case 'host-key-not-pinned':
      return {
        message: `${at(failure)} shows the host key ${keyText(failure.offered)}, but the inventory pins ${failure.pins.join(' or ')}`,
        hint: "compare with the provider's console; if the host was reinstalled, change tsplay_host_key, otherwise do not log in",
      };
    case 'key-file':
      return keyFileText(failure);
    case 'auth-failed':
      return authText(failure);
    case 'password-expired':
      return {
        message: `the password of ${failure.user} on ${at(failure)} has expired`,
        hint: 'log in by hand once and change it',
      };
    case 'start-failed':
      return startText(failure);
    case 'no-shell':
      return {
        message: `the login gives no shell: '${failure.shell}' ended${codeText(failure.code)}${quoted(failure.output)}`,
        hint: 'the account may have nologin as its shell, an expired password, or a forced command',
      };
    case 'shell-timeout':
      return {
        message: `'${failure.shell}' did not answer within ${seconds(failure.afterMs)}${quoted(failure.output)}`,
        hint: "something in the account's start-up files may be waiting, or the host is overloaded",
      };
    case 'become-password-needed':
      return {
        message: `${failure.method} asks for a password to become ${failure.user}`,
        hint: 'give it with -K (--ask-become-pass) or ansible_become_password, or allow it without (NOPASSWD)',
      };
    case 'become-password-wrong':
      return {
        message: `${failure.method} did not take the password to become ${failure.user}`,
        hint: `check that it is the password of ${failure.method === 'su' ? failure.user : 'the login user'} (-K, ansible_become_password)`,
      };
    case 'become-not-allowed':
      return {
        message: `${failure.method} does not allow the login user to become ${failure.user}${quoted(failure.output)}`,
        hint:
          failure.method === 'sudo'
            ? 'add a rule to sudoers (visudo), such as membership in wheel or sudo; `sudo -l` on the host lists what is allowed'
            : `change the configuration of ${failure.method} on the host`,
      };
    case 'become-needs-terminal':
      return {
        message: `${failure.method} wants a terminal to become ${failure.user}${quoted(failure.output)}`,
        hint:
          failure.method === 'sudo'
            ? 'remove `Defaults requiretty` from sudoers, or exempt the login user from it'
            : `${failure.method} reads passwords from a terminal only: allow it without a password for this user, or use sudo`,
      };
    case 'become-missing-program':
      return {
        message: `there is no '${failure.program}' on the host to become ${failure.user} with`,
        hint: 'install it, or choose another ansible_become_method (sudo, su, doas)',
      };
    case 'become-unknown-user':
      return { message: `the host has no user '${failure.user}' to become`, hint: 'check ansible_become_user' };
    case 'become-failed':
      return {
        message: `${failure.method} could not become ${failure.user}${codeText(failure.code)}${quoted(failure.output)}`,
      };
    case 'become-timeout':
      return {
        message: `${failure.method} did not make us ${failure.user} within ${seconds(failure.afterMs)}${quoted(failure.output)}`,
        hint: 'it may wait for an answer that is not a password (a second factor), or for DNS: does the host know its own name?',
      };
    case 'lost':
      return { message: `the connection was lost: ${failure.reason}` };
    case 'no-channel':
      return {
        message: `the host opens no further channel on this connection: ${failure.reason}`,
        hint: 'sshd allows MaxSessions of them (10 by default; two and one for each become user are needed)',
      };
    case 'shell-ended':
      return { message: `the shell on the host ended${codeText(failure.code)}${quoted(failure.output)}` };
    case 'interrupted':
      return { message: 'interrupted' };
    case 'closed':
      return { message: 'the connection is closed' };
  }
}

/** Message and hint as one text. */
export function failureText(failure: HostFailure): string {
  const { message, hint } = describeFailure(failure);
  return hint === undefined ? message : `${message}; ${hint}`;
}

/** Whether the host could not be reached or was lost (UNREACHABLE). Otherwise it is there and refuses to let us become somebody (FAILED). */
export function isUnreachable(failure: HostFailure): boolean {
  return !failure.kind.startsWith('become-');
}

type Of<K extends HostFailure['kind']> = Extract<HostFailure, { readonly kind: K }>;

function timeoutText(failure: Of<'timeout'>): FailureText {
  const after = seconds(failure.afterMs);
  if (failure.stage === 'connect') {
    return {
      message: `${at(failure)} did not answer within ${after}`,
      hint: 'the host may be down, or a firewall drops the packets; a slow one needs a longer --timeout',
    };
  }
  const what = failure.stage === 'handshake' ? 'start an ssh session' : 'finish the login';
  return {
    message: `${at(failure)} accepted the connection but did not ${what} within ${after}`,
    hint: 'the host may be overloaded or wait for DNS; a slow one needs a longer --timeout',
  };
}

function changedText(failure: Of<'host-key-changed'>): FailureText {
  const known = failure.known.map((key) => `${keyText(key)} (${place(key)})`).join(', ');
  const files = [...new Set(failure.known.map((key) => key.file))].map((file) => `-f ${file}`).join(' ');
  const name = failure.port === 22 ? failure.address : `[${failure.address}]:${failure.port}`;
  return {
    message: `the host key of ${at(failure)} has changed: it shows ${keyText(failure.offered)}, known is ${known}`,
    hint: `somebody may be in between. If the host was reinstalled, compare the fingerprint on its console, then: ssh-keygen -R '${name}' ${files}`,
  };
}

function unknownKeyText(failure: Of<'host-key-unknown'>): FailureText {
  const message = `the host key of ${at(failure)} is not known: ${keyText(failure.offered)}`;
  if (failure.why === 'declined') return { message: `${message}, and was not accepted` };
  const pin = `compare it with the provider's console and set tsplay_host_key: ${failure.offered.fingerprint}`;
  if (failure.why === 'strict') return { message, hint: `${pin}, or drop StrictHostKeyChecking=yes` };
  return { message, hint: `${pin}, or accept it unseen with --accept-new-host-keys` };
}

function keyFileText(failure: Of<'key-file'>): FailureText {
  const path = `the private key '${failure.path}'`;
  switch (failure.problem) {
    case 'missing':
      return { message: `${path} does not exist`, hint: 'check ansible_ssh_private_key_file or --private-key' };
    case 'unreadable':
      return { message: `${path} cannot be read${because(failure.reason)}` };
    case 'encrypted':
      return { message: `${path} needs a passphrase`, hint: 'load it into an agent (ssh-add), or run on a terminal' };
    case 'wrong-passphrase':
      return { message: `the passphrase of '${failure.path}' is wrong` };
    case 'unsupported':
      return {
        message: `${path} is of a kind we cannot use${because(failure.reason)}`,
        hint: 'with `ansible_connection: openssh` the ssh program of this machine is used, which may',
      };
    case 'malformed':
      return { message: `${path} is not a private key${because(failure.reason)}` };
  }
}

function authText(failure: Of<'auth-failed'>): FailureText {
  const tried = failure.tried.map(({ method, key }) => (key === undefined ? method : `${method} (${key})`));
  const did = tried.length > 0 ? `tried ${tried.join(', ')}` : 'there was nothing to try';
  const offers = failure.offered.length > 0 ? `; the server takes ${failure.offered.join(', ')}` : '';
  const skipped = failure.skipped
    .map(({ path, problem }) => `; ${path} was left out (${skipReason[problem]})`)
    .join('');
  const noPassword = failure.offered.includes('password') || failure.offered.includes('keyboard-interactive');
  const triedPassword = failure.tried.some(({ method }) => method !== 'publickey');
  const withPassword = noPassword && !triedPassword ? ', or give a password with -k (--ask-pass)' : '';
  return {
    message: `${at(failure)} did not let ${failure.user} in: ${did}${offers}${skipped}`,
    hint: `check the user (ansible_user) and the key (ansible_ssh_private_key_file)${withPassword}`,
  };
}

const skipReason = {
  missing: 'missing',
  unreadable: 'not readable',
  encrypted: 'encrypted, and no passphrase',
  'wrong-passphrase': 'wrong passphrase',
  unsupported: 'not supported',
  malformed: 'not a private key',
} as const;

function startText(failure: Of<'start-failed'>): FailureText {
  const said = quoted(failure.output);
  if (failure.connection === 'openssh') {
    return {
      message: `'${failure.program}' did not log in to '${failure.target}'${said}`,
      hint: 'try it by hand: it must work without a question',
    };
  }
  if (failure.connection === 'local')
    return { message: `'${failure.program}' cannot be started on this machine${said}` };
  return {
    message: `no shell in '${failure.target}' by ${failure.connection}${said}`,
    hint: `is '${failure.program}' installed here, and does '${failure.target}' exist and run?`,
  };
}

function at(place: { readonly address: string; readonly port: number }): string {
  const address = place.address.includes(':') ? `[${place.address}]` : place.address;
  return `${address} port ${place.port}`;
}

function keyText(key: HostKey): string {
  return `${key.type.replace(/^ssh-|^ecdsa-sha2-/, '')} ${key.fingerprint}`;
}

function place(key: KnownKey): string {
  return `${key.file}:${key.line}`;
}

function attempts(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

function codeText(code: number | null): string {
  return code === null ? '' : ` with code ${code}`;
}

function because(reason: string | undefined): string {
  return reason === undefined || reason === '' ? '' : `: ${reason}`;
}

// A program's own words. Control characters go: they come from a host and could play tricks on a terminal.
function quoted(output: string): string {
  const clean = output.replace(/[\0-\x08\x0b-\x1f\x7f]/g, '').trim();
  return clean === '' ? '' : `: ${clean.length > 500 ? `${clean.slice(0, 500)}...` : clean}`;
}

// A login on a connection of its own, to prove that a door is open or closed.

import {
  type Connection,
  type ConnectionSpec,
  failureText,
  type HostFailure,
  type Identity,
  login,
  Secret,
} from '../../host/index.ts';
import type { LoginAttempt, LoginResult } from '../../module/action.ts';
import type { Connections } from '../host/connections.ts';

/** Tries a login. `sudoPassword`: for where the attempt has none. Host keys are checked as the task's own connection checks them. */
export async function tryLogin(
  connections: Connections,
  spec: ConnectionSpec,
  attempt: LoginAttempt,
  sudoPassword?: Secret,
): Promise<LoginResult> {
  const connected = await connections.fresh(specOf(spec, attempt));
  if (!connected.ok) return refusal(connected.failure);
  try {
    return await shellOf(connected.value, attempt, sudoPassword);
  } finally {
    await connected.value.close();
  }
}

// Nothing of the usual way in is taken along but the address and the host key check: the attempt shows what this user gets alone.
function specOf(spec: ConnectionSpec, attempt: LoginAttempt): ConnectionSpec {
  const { password: _password, passphrase, keyFiles, ...rest } = spec;
  const byKey = attempt.by === 'key';
  const files = attempt.keyFile === undefined ? keyFiles : [attempt.keyFile];
  const only = byKey && attempt.keyFile !== undefined;
  return {
    ...rest,
    user: attempt.user,
    connectTimeoutMs: attempt.timeout * 1000,
    methods: byKey ? ['publickey'] : ['password', 'keyboard-interactive'],
    ...(attempt.address !== undefined && { address: attempt.address }),
    ...(attempt.port !== undefined && { port: attempt.port }),
    ...(byKey && files && { keyFiles: files }),
    ...(byKey && passphrase && { passphrase }),
    ...(only && { agent: false, otherKeys: false }),
    ...(!byKey && { agent: false, otherKeys: false, password: new Secret(attempt.password ?? '') }),
  };
}

function refusal(failure: HostFailure): LoginResult {
  const detail = failureText(failure);
  if (failure.kind === 'auth-failed') return { outcome: 'refused', detail, offered: failure.offered };
  if (failure.kind === 'password-expired') return { outcome: 'refused', detail, offered: [] };
  return { outcome: 'unreachable', detail };
}

async function shellOf(
  connection: Connection,
  attempt: LoginAttempt,
  fallback: Secret | undefined,
): Promise<LoginResult> {
  const lane = await connection.lane(login);
  // The server let us in, but the account has no use of it: that door is closed as well.
  if (!lane.ok) return { outcome: 'refused', detail: failureText(lane.failure), offered: [] };
  const accepted = { outcome: 'accepted', method: attempt.by === 'key' ? 'publickey' : 'password' } as const;
  if (!attempt.sudo) return { ...accepted, sudo: 'not-asked', detail: `${attempt.user} is logged in` };
  const root = await connection.lane(rootBySudo(attempt, fallback));
  if (!root.ok) return { ...accepted, sudo: 'refused', detail: failureText(root.failure) };
  return { ...accepted, sudo: 'ok', detail: `${attempt.user} is logged in and becomes root by sudo` };
}

function rootBySudo({ sudoPassword }: LoginAttempt, fallback: Secret | undefined): Identity {
  const password = sudoPassword === undefined ? fallback : new Secret(sudoPassword);
  return { kind: 'become', method: 'sudo', user: 'root', ...(password && { password }) };
}

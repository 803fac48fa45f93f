// Decides whether the key that a host shows is to be trusted.

import type { Buffer } from 'node:buffer';
import type { HostFailure, HostKey } from '../failure.ts';
import type { HostServices } from '../services.ts';
import { hostKeyOf, type KnownHost, rememberHostKey } from './known-hosts.ts';
import type { SshTarget } from './target.ts';

/** `undefined`: trusted. */
export type Verdict = HostFailure | undefined;

/** Judges a host key by pins, known_hosts, and the person at the terminal. Remembers what was accepted. */
export async function judgeHostKey(
  blob: Buffer,
  target: SshTarget,
  known: readonly KnownHost[],
  services: HostServices,
): Promise<Verdict> {
  const offered = hostKeyOf(blob);
  const at = { address: target.address, port: target.port };
  const revoked = known.find((key) => key.revoked && key.blob.equals(blob));
  if (revoked) return { kind: 'host-key-revoked', offered: revoked, ...at };
  const pins = target.spec.hostKeyPins;
  if (pins !== undefined && pins.length > 0) {
    if (pins.some((pin) => isFingerprint(pin, offered))) return undefined;
    return { kind: 'host-key-not-pinned', offered, pins, ...at };
  }
  const valid = known.filter((key) => !key.revoked);
  if (valid.some((key) => key.blob.equals(blob))) return undefined;
  // Also where only keys of other types are known: we asked for those first, and one who has them would have shown one.
  if (valid.length > 0) return { kind: 'host-key-changed', offered, known: valid, ...at };
  return judgeUnknown(blob, offered, target, services);
}

async function judgeUnknown(
  blob: Buffer,
  offered: HostKey,
  target: SshTarget,
  services: HostServices,
): Promise<Verdict> {
  const at = { address: target.address, port: target.port };
  if (target.strict === 'yes') return { kind: 'host-key-unknown', offered, why: 'strict', ...at };
  if (target.strict === 'ask') {
    if (!services.canAsk) return { kind: 'host-key-unknown', offered, why: 'no-terminal', ...at };
    if (!(await isAccepted(offered, target, services)))
      return { kind: 'host-key-unknown', offered, why: 'declined', ...at };
  }
  await remember(blob, target, services);
  return undefined;
}

async function isAccepted(
  offered: HostKey,
  { address, port, spec }: SshTarget,
  services: HostServices,
): Promise<boolean> {
  const where = port === 22 ? address : `${address} port ${port}`;
  const name = spec.name === address ? where : `${spec.name} (${where})`;
  const type = offered.type.replace(/^ssh-/, '');
  const text = `The host key of ${name} is not known yet.\nIts ${type} fingerprint is ${offered.fingerprint}.\nIs it the right one (yes, no, or the fingerprint to compare with)?`;
  const answer = (await services.ask({ text, secret: false }))?.trim() ?? '';
  return answer.toLowerCase() === 'yes' || isFingerprint(answer, offered);
}

// A key that cannot be remembered is accepted for this time only, as ssh does.
async function remember(blob: Buffer, target: SshTarget, services: HostServices): Promise<void> {
  const [file] = target.userKnownHosts;
  if (file === undefined || file === '/dev/null') return;
  try {
    await rememberHostKey(target.knownAs, blob, file, target.hashKnownHosts);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    services.log({
      level: 'warning',
      host: target.spec.name,
      text: `the host key could not be added to ${file}: ${reason}`,
    });
  }
}

function isFingerprint(text: string, { fingerprint }: HostKey): boolean {
  const plain = text.trim().replace(/=+$/, '');
  return plain === fingerprint || `SHA256:${plain}` === fingerprint;
}

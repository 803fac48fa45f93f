// What a host's clock says, against the controller's.

/** How times of the controller become those of a host. */
export interface HostClock {
  /** Milliseconds by which the host is ahead; 0 where both agree as far as can be told. */
  readonly aheadMs: number;
  /** Minutes by which its local time is ahead of UTC. */
  readonly zoneMinutes: number;
}

/** A host tells whole seconds, and its answer takes its time: less than this is no difference. */
const AGREE_MS = 3000;

/** Reads `SECONDS+HHMM`, as `date +%s%z` prints it at the time `now` of the controller; `undefined` where it is something else. */
export function clockOf(words: string, now: number): HostClock | undefined {
  const [, seconds, sign, hours, minutes] = /^(\d+)([+-])(\d\d)(\d\d)$/.exec(words) ?? [];
  if (seconds === undefined) return undefined;
  const aheadMs = Number(seconds) * 1000 - now;
  const zone = Number(hours) * 60 + Number(minutes);
  return { aheadMs: Math.abs(aheadMs) < AGREE_MS ? 0 : aheadMs, zoneMinutes: sign === '-' ? -zone : zone };
}

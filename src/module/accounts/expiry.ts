// When an account expires: seconds since the epoch in playbooks, days in /etc/shadow, a date for usermod.

/** Days since the epoch; -1 for never. */
export function expiryDay(expires: number): number {
  return expires < 0 ? -1 : Math.floor(expires / 86_400);
}

/** As useradd and usermod take it; empty for never. */
export function expiryDate(expires: number): string {
  return expires < 0 ? '' : new Date(Math.floor(expires) * 1000).toISOString().slice(0, 10);
}

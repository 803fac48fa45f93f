// What this machine's apt already knows: which Debian mirror to ask, and through which proxy.

import { must, run } from './command.ts';

/** The Debian release that every lab host is made of. */
export const suite = 'bookworm';

/**
 * Source lines for the hosts' release at this machine's own Debian mirror.
 *
 * Empty where apt knows none (an Ubuntu machine): mmdebstrap then asks Debian's default mirror.
 */
export async function debianSources(): Promise<string> {
  // Without an index apt cannot say which of its sources is Debian; a stale one is as good as a fresh one here.
  await run('apt-get', ['update', '-q']);
  const format = '$(ORIGIN)|$(LABEL)|$(REPO_URI)';
  const targets = (await must('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'])).split('\n');
  const uri = (label: string) => targets.find((line) => line.startsWith(`Debian|${label}|`))?.split('|')[2];
  const main = uri('Debian');
  const security = uri('Debian-Security');
  if (main === undefined) return '';
  const lines = [`deb ${main} ${suite} main`, ...(security ? [`deb ${security} ${suite}-security main`] : [])];
  return `${lines.join('\n')}\n`;
}

/** How this machine's apt fetches (proxy, timeouts, validity checks), in apt.conf's own syntax. */
export async function acquireSettings(): Promise<string> {
  const branches = ['http', 'https', 'Check-Valid-Until', 'Check-Date', 'Retries'].map((name) => `Acquire::${name}`);
  const dump = await must('apt-config', ['dump', ...branches]);
  // A detecting script lives on this machine and cannot be run from inside a half-built host.
  return dump
    .split('\n')
    .filter((line) => !/auto-?detect/i.test(line))
    .join('\n');
}

/** Settings for apt inside a layer that is being built: everything it fetches or indexes stays out of the layer. */
export const settingsInLayer = `
Dir::Etc::SourceList "/lab/sources.list";
Dir::Etc::SourceParts "-";
Dir::State::Lists "/lab/lists";
Dir::Cache "/lab/cache";
APT::Install-Recommends "false";
`;

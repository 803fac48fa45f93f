// The names under which udev links devices.

import { resolve } from 'node:path/posix';
import type { Facts } from './distribution.ts';

/** Links, with the absolute path of what each leads to. */
export type Links = ReadonlyMap<string, string>;

/** Reads what `ls -l` says of directories of links: `... name -> ../../sda1`. Of a single directory it does not say the name. */
export function diskLinks(listing: string, directory = ''): Links {
  const links = new Map<string, string>();
  let inside = directory;
  for (const line of listing.split('\n')) {
    const heading = /^(\/.*):$/.exec(line)?.[1];
    if (heading !== undefined) inside = heading;
    const link = /^l\S*\s.* (\S+) -> (.*)$/.exec(line);
    if (link?.[1] !== undefined && link[2] !== undefined) links.set(`${inside}/${link[1]}`, resolve(inside, link[2]));
  }
  return links;
}

/** The names below a directory, by the device that they lead to. */
export function byDevice(links: Links, directory: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [link, device] of links) {
    if (!link.startsWith(directory)) continue;
    const known = found.get(device);
    if (known) known.push(link.slice(directory.length));
    else found.set(device, [link.slice(directory.length)]);
  }
  return found;
}

export function linkFacts(links: Links): Facts {
  const named = (prefix: string): Facts =>
    Object.fromEntries([...byDevice(links, prefix)].map(([device, names]) => [device.replace('/dev/', ''), names]));
  return {
    ids: named('/dev/disk/by-id/'),
    uuids: named('/dev/disk/by-uuid/'),
    labels: named('/dev/disk/by-label/'),
    masters: {},
  };
}

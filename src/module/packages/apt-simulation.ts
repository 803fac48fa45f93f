// What `apt-get --simulate` says it would do, as data.

export interface AptItem {
  readonly action: 'install' | 'upgrade' | 'remove' | 'purge';
  readonly name: string;
  /** The version that comes; empty where the package goes. */
  readonly version: string;
  /** The version that goes; empty where there was none. */
  readonly old: string;
}

/** Reads the lines `Inst`, `Remv` and `Purg` of the C locale. */
export function parseSimulation(stdout: string): readonly AptItem[] {
  return stdout.split('\n').flatMap((line): readonly AptItem[] => {
    const match = /^(Inst|Remv|Purg) (\S+)(?: \[([^\]]*)\])?(?: \((\S+))?/.exec(line);
    if (!match) return [];
    const [, word, name = '', old = '', version = ''] = match;
    if (word === 'Inst') return [{ action: old === '' ? 'install' : 'upgrade', name, version, old }];
    return [{ action: word === 'Purg' ? 'purge' : 'remove', name, version: '', old }];
  });
}

/** The packages that apt does not know, from its errors. */
export function unknownPackages(stderr: string): readonly string[] {
  const patterns = [
    /^E: Unable to locate package (\S+)/gm,
    /^E: Package '?(\S+?)'? has no installation candidate/gm,
    /^E: Couldn't find any package by (?:glob|regex) '(.+)'/gm,
    /^E: Version '\S+' for '(\S+)' was not found/gm,
  ];
  return [...new Set(patterns.flatMap((pattern) => [...stderr.matchAll(pattern)].map((match) => match[1] ?? '')))];
}

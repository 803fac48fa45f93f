// What package managers print of what is installed, as the facts of Ansible's package_facts.

type Fields = Readonly<Record<string, string | number | null>>;

type Manager = 'apk' | 'apt' | 'pacman' | 'rpm';

/** Installed packages by name. */
export type PackageFacts = Readonly<Record<string, readonly Fields[]>>;

/** Reads the list of a manager; lines that are none of its are left out. */
export function packageFacts(manager: Manager, printed: string): PackageFacts {
  const lines = printed.split('\n').filter((line) => line !== '');
  const facts: Record<string, Fields[]> = {};
  for (const fields of READERS[manager](lines)) {
    const name = String(fields.name);
    const known = facts[name];
    if (known) known.push(fields);
    else facts[name] = [fields];
  }
  return facts;
}

const READERS: Readonly<Record<Manager, (lines: readonly string[]) => readonly Fields[]>> = { apk, apt, pacman, rpm };

const NONE = '(none)';

function rpm(lines: readonly string[]): readonly Fields[] {
  return lines.flatMap((line) => {
    const [name, version, release, epoch, arch] = line.split('|');
    if (name === undefined || version === undefined || release === undefined || arch === undefined) return [];
    return [
      {
        arch: arch === NONE ? null : arch,
        epoch: epoch === undefined || epoch === NONE ? null : Number(epoch),
        name,
        release,
        source: 'rpm',
        version,
      },
    ];
  });
}

// The first line is the system's own architecture; packages of others have theirs in the name. What was removed but for its configuration is not
// installed.
function apt([own, ...lines]: readonly string[]): readonly Fields[] {
  return lines.flatMap((line) => {
    const [status = '', name, version = '', arch = '', category = '', origin = ''] = line.split('|');
    if (name === undefined || !/^.[iUFWtH]/.test(status)) return [];
    const foreign = arch !== own && arch !== 'all';
    return [{ arch, category, name: foreign ? `${name}:${arch}` : name, origin, source: 'apt', version }];
  });
}

// `musl-1.2.4-r2`
function apk(lines: readonly string[]): readonly Fields[] {
  return lines.flatMap((line) => {
    const [, name, version, release] = /^(.+)-([^-]+)-(r\d+)$/.exec(line) ?? [];
    return name === undefined || version === undefined
      ? []
      : [{ name, version, release: release ?? '', source: 'apk' }];
  });
}

// `bash 5.2.015-1`
function pacman(lines: readonly string[]): readonly Fields[] {
  return lines.flatMap((line) => {
    const [, name, version, release] = /^(\S+) (\S+)-(\S+)$/.exec(line) ?? [];
    return name === undefined || version === undefined
      ? []
      : [{ name, version, release: release ?? '', source: 'pacman' }];
  });
}

// Compares an archive that is there with the members that it shall have.

import { costlyRun, run } from '../../../plan/ask.ts';
import type { FilePresent } from '../../../plan/look.ts';
import { type Plan, stage } from '../../../plan/plan.ts';
import { foundListing, type Member, type Members, wantedListing } from './members.ts';
import { type Format, freshZipScript, listScript } from './script.ts';
import { directorySize, plainEntries, zipEntries } from './zip-directory.ts';

/** Whether an archive has the members that it shall have; listing it costs unpacking it. */
export function comparedTar(
  archive: FilePresent,
  format: Format,
  members: Members,
  next: (same: boolean) => Plan,
): Plan {
  const listing = costlyRun({ script: listScript(format), args: [archive.path] }, [`path:${archive.path}`]);
  return {
    changes: [],
    next: stage({
      looks: { listing },
      plan: ({ listing }) => {
        const output = listing.stdout.toString('utf8');
        const code = /(?:^|\n)code (\d+)\n/.exec(output);
        const found = foundListing(output.replace(/(^|\n)code \d+\n/, '$1'), members.all);
        return next(code?.[1] === '0' && found === wantedListing(members.all));
      },
    }),
  };
}

/** The same of a zip, whose members are told apart by their checksums: the files that are there are read for that. */
export function comparedZip(
  archive: FilePresent,
  { root, members }: { readonly root: string; readonly members: readonly Member[] },
  next: (same: boolean) => Plan,
): Plan {
  const files = members.filter(({ file }) => file.type === 'file').map(({ name }) => name);
  const size = directorySize(members.map(({ name }) => name));
  const { script, stdin } = freshZipScript(root, files, size);
  const reads = [`path:${archive.path}`, `path:${root || '.'}`] as const;
  return {
    changes: [],
    next: stage({
      looks: {
        there: run({ script: 'tail -c "$2" <"$1"', args: [archive.path, String(size)] }, reads),
        fresh: costlyRun({ script, args: [], stdin }, reads),
      },
      plan: ({ there, fresh }) => {
        const text = (entries: readonly string[]): string => entries.toSorted().join('\n');
        const [found, read] = [zipEntries(there.stdout), zipEntries(fresh.stdout)];
        return next(!!found && !!read && text(found) === text([...read, ...plainEntries(members)]));
      },
    }),
  };
}

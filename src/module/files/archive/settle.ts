// The last step of an archive: the changes that make it, give it its attributes and remove what was packed, and the result.

import type { Change, CopyPath, Performed } from '../../../plan/change.ts';
import type { FileSeen } from '../../../plan/look.ts';
import type { Plan, Result } from '../../../plan/plan.ts';
import { type Accounts, type AttributeParams, wantedAttributes } from '../attributes.ts';
import { fileFields, freshFile } from '../fields.ts';
import { afterwards, leftAt } from '../left.ts';
import { membersOf } from './members.ts';
import { type Contents, type Format, makeScript } from './script.ts';
import type { Source } from './sources.ts';

export interface ArchiveOptions {
  readonly path: readonly string[];
  readonly dest: string | undefined;
  readonly format: Format;
  readonly excludePath: readonly string[];
  readonly exclusionPatterns: readonly string[];
  readonly forceArchive: boolean;
  readonly remove: boolean;
  readonly params: AttributeParams;
}

/** The paths of the task, and what results say of them. */
export interface Paths {
  readonly kept: readonly string[];
  readonly root: string;
  readonly dest: string;
  /** It holds members, however few; else it is one packed file. */
  readonly isArchive: boolean;
  readonly result: Result;
}

/** What there is to do it with. */
export interface Work {
  readonly options: ArchiveOptions;
  readonly paths: Paths;
  readonly sources: readonly Source[];
  readonly absent: readonly string[];
  readonly accounts: Accounts;
  /** What is at the place of the archive. */
  readonly itself: FileSeen;
}

interface Verdict {
  readonly told: Result;
  /** What is to be made; nothing where the archive that is there will do. */
  readonly make: Contents | undefined;
}

/** Plans what is left to do when it is known whether the archive that is there will do. */
export function settle(work: Work, { told, make }: Verdict): Plan {
  const { options, itself, accounts } = work;
  const { params } = options;
  const replaced: FileSeen =
    itself.exists && itself.type !== 'file' && make ? { exists: false, path: itself.path } : itself;
  if (!replaced.exists && !make) return { changes: [], result: told };
  const maker = itself.exists ? undefined : itself.maker;
  const wanted = wantedAttributes(params, accounts, replaced, freshFile(itself.path, 'file', maker));
  if (!wanted.ok) return { changes: [], failed: wanted.problem, result: told };
  const attributes: readonly Change[] = wanted.differs
    ? [{ kind: 'attributes', path: itself.path, follow: false, attributes: wanted.attributes, before: itself }]
    : [];
  const made: readonly Change[] = make ? [making(work, make, wanted.attributes)] : attributes;
  const report = (performed: readonly Performed[]): Result => ({
    ...fileFields(leftAt(performed, wanted.after)),
    ...told,
  });
  return { changes: [...made, ...removals(work)], result: report([]), next: afterwards(report) };
}

function making({ options, paths, itself }: Work, make: Contents, attributes: CopyPath['attributes']): CopyPath {
  const from = make.kind === 'file' ? make.path : `an archive of ${paths.kept.join(', ')}`;
  return {
    kind: 'copy',
    from,
    producer: makeScript(options.format, make),
    path: itself.path,
    attributes,
    before: itself,
    source: { exists: false, path: from },
    ...(options.params.unsafe_writes && { inPlace: true }),
  };
}

// A directory goes with everything in it, a link alone; a file that the patterns leave out stays.
function removals({ options, paths, sources }: Work): readonly Change[] {
  if (!options.remove) return [];
  const isZip = options.format === 'zip';
  const { all } = membersOf({ root: paths.root, sources, exclusions: options.exclusionPatterns, isZip, dest: '' });
  const packed = new Set(all.map(({ file }) => file));
  const isPacked = ({ itself, below }: Source): boolean =>
    below !== undefined || packed.has(itself) || (sources.length === 1 && !paths.isArchive);
  return sources.filter(isPacked).map(({ itself }) => ({ kind: 'remove', path: itself.path, before: itself }));
}

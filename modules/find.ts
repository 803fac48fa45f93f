// Finds files below directories.

import {
  bool,
  bytesOf,
  choice,
  chooser,
  commonFields,
  compileRegex,
  defineModule,
  type FilePresent,
  fileLook,
  integer,
  list,
  mode,
  type ParamsOf,
  type Plan,
  path,
  refusePatterns,
  runLook,
  secondsOf,
  stage,
  text,
  treeLook,
  trimSlashes,
} from '../src/module/index.ts';

const params = {
  paths: list(path('A directory.'), 'The directories that are searched.').alias('name', 'path'),
  patterns: list(
    text('A glob or regular expression.'),
    'Globs of names (with use_regex: Python expressions, from the start of the name).',
  )
    .default([])
    .alias('pattern'),
  excludes: list(text('A glob or regular expression.'), 'What is left out, like patterns.')
    .default([])
    .alias('exclude'),
  use_regex: bool('patterns and excludes are regular expressions.').default(false),
  file_type: choice(['any', 'directory', 'file', 'link'], 'What is looked for.').default('file'),
  recurse: bool('Search the directories below too.').default(false),
  depth: integer('How many levels down, with recurse.').optional(),
  follow: bool('Descend into directories behind links.').default(false),
  hidden: bool('Find names that begin with a dot too.').default(false),
  age: text('At least so old: 3600, 2d, 1w (s, m, h, d, w); at most with a minus.').optional(),
  age_stamp: choice(['atime', 'ctime', 'mtime'], 'The time that age goes by.').default('mtime'),
  size: text('At least so large: 100, 10k, 1m (b, k, m, g, t); at most with a minus.').optional(),
  contains: text('Only files with a line that begins with a match of this regular expression.').optional(),
  read_whole_file: bool('contains is searched anywhere in the whole text.').default(false),
  get_checksum: bool('Tell the SHA-1 of each file.').default(false),
  mode: mode('Only files with these permissions.').optional(),
  exact_mode: bool('All permissions must be as in mode; else it is enough that one of them is there.').default(true),
  limit: integer('Stop at so many.').optional(),
};
type Params = ParamsOf<typeof params>;

// Bytes. What is larger is not brought over to be searched.
const SEARCHED = 64 * 1024 * 1024;

export default defineModule({
  summary: 'Find files by name, age, size and content',
  description:
    'The files come sorted by path. Expressions are matched on the controller: `contains` brings the files over that all else fits.',
  params,
  returns: {
    files: 'for each: path, mode, size, mtime, uid, gid, isreg, isdir and more, as stat has them',
    matched: 'how many',
    examined: 'how many were looked at',
    skipped_paths: 'what could not be searched, and why',
  },
  examples: [
    {
      name: 'Old logs',
      yaml: 'find:\n  paths: /var/log\n  patterns: "*.gz"\n  age: 4w\n  recurse: true\nregister: old',
    },
    {
      name: 'Who mentions a host',
      yaml: 'find:\n  paths: /etc\n  contains: ".*old\\\\.example\\\\.org"\n  recurse: true\nregister: mentions',
    },
  ],
  refuse: (given) =>
    refusePatterns([...(given.use_regex ? [...given.patterns, ...given.excludes] : []), given.contains ?? '']),
  look: (given) => ({
    trees: given.paths.map((one) =>
      treeLook(trimSlashes(one), {
        follow: given.follow,
        ...(given.recurse ? given.depth !== undefined && { depth: given.depth } : { depth: 1 }),
        ...(given.get_checksum && { digest: 'sha1' }),
      }),
    ),
    clock: given.age === undefined ? undefined : runLook({ argv: ['date', '+%s'] }, []),
  }),
  plan: (given, { trees, clock }): Plan => {
    const size = given.size === undefined ? undefined : bytesOf(given.size);
    const age = given.age === undefined ? undefined : secondsOf(given.age);
    if (given.size !== undefined && size === undefined)
      return { changes: [], failed: 'failed to process size', result: { size: given.size } };
    if (given.age !== undefined && age === undefined)
      return { changes: [], failed: 'failed to process age', result: { age: given.age } };
    const chosen = chooser(
      {
        ...given,
        type: given.file_type,
        useRegex: given.use_regex,
        ageStamp: given.age_stamp,
        exactMode: given.exact_mode,
        size,
        age,
      },
      Number(clock?.stdout.toString('utf8').trim() ?? 0),
    );
    const skipped: Record<string, string> = {};
    for (const [index, tree] of trees.entries()) {
      const root = given.paths[index] ?? '';
      if (!tree.exists) skipped[root] = `'${root}' is not a directory`;
      for (const denied of tree.denied ?? []) skipped[denied] = `Permission denied: '${denied}'; use become`;
    }
    const examined = trees.reduce((sum, tree) => sum + tree.entries.length, 0);
    const found = trees.flatMap((tree) => tree.entries.filter(chosen).toSorted(byPath));
    const searchable = given.contains !== undefined && given.file_type === 'file';
    if (!searchable) return report(given, { found, examined, skipped });
    return searching(given, { found, examined, skipped });
  },
});

interface Found {
  readonly found: readonly FilePresent[];
  readonly examined: number;
  readonly skipped: Readonly<Record<string, string>>;
}

const byPath = (a: FilePresent, b: FilePresent): number => (a.path < b.path ? -1 : 1);

// Brings the files over and keeps those that the expression fits.
function searching(given: Params, { found, examined, skipped }: Found): Plan {
  const looks = { files: found.map((file) => fileLook(file.path, { content: 'all', limit: SEARCHED })) };
  return {
    changes: [],
    next: stage({
      looks,
      plan: ({ files }) => {
        const large = files.filter((file) => file.exists && file.tooLarge);
        const kept = found.filter((_file, index) => {
          const seen = files[index];
          return seen?.exists === true && seen.content !== undefined && holds(given, seen.content);
        });
        const reasons = large.map(({ path: one }) => [one, `'${one}' is too large to be searched`]);
        return report(given, { found: kept, examined, skipped: { ...skipped, ...Object.fromEntries(reasons) } });
      },
    }),
  };
}

function holds(given: Params, content: Buffer): boolean {
  const regex = compileRegex(given.contains ?? '');
  if ('kind' in regex) return false;
  const all = content.toString('utf8');
  if (given.read_whole_file) return regex.search(all) !== undefined;
  return (all.match(/[^\n]*\n|[^\n]+$/g) ?? []).some((line) => regex.match(line) !== undefined);
}

function report(given: Params, { found, examined, skipped }: Found): Plan {
  const files = found.slice(0, given.limit ?? found.length);
  const problems = Object.entries(skipped);
  return {
    changes: [],
    warnings: problems.map(([one, why]) => `Skipped '${one}' path due to this access issue: ${why}`),
    result: {
      files: files.map(fieldsOf),
      matched: files.length,
      examined,
      skipped_paths: skipped,
      msg: problems.length === 0 ? 'All paths examined' : 'Not all paths examined, check warnings for details',
    },
  };
}

function fieldsOf(file: FilePresent) {
  return {
    ...commonFields(file),
    gr_name: file.group,
    pw_name: file.owner,
    ...(file.digest !== undefined && { checksum: file.digest }),
  };
}

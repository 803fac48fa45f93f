// Lines of `path<TAB>first line of that file`, as the script writes them.

/** The first lines by path. */
export function firstLines(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
      const at = line.indexOf('\t');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()]];
    }),
  );
}

// Text as a comment of a configuration file or program.

export interface CommentStyle {
  readonly newline: string;
  readonly beginning: string;
  /** Written before the text so many times; by default the decoration without its spaces. */
  readonly prefix: string;
  readonly prefixCount: number;
  readonly decoration: string;
  readonly postfix: string;
  readonly postfixCount: number;
  readonly end: string;
}

/** The known styles: what starts, decorates and ends the lines. */
export const commentStyles = {
  plain: { beginning: '', decoration: '# ', end: '' },
  erlang: { beginning: '', decoration: '% ', end: '' },
  c: { beginning: '', decoration: '// ', end: '' },
  cblock: { beginning: '/*', decoration: ' * ', end: ' */' },
  xml: { beginning: '<!--', decoration: ' - ', end: '-->' },
} as const;

/** The comment. Empty lines get the decoration without its spaces. */
export function commentText(text: string, style: CommentStyle): string {
  const { newline, beginning, prefix, decoration, postfix, end } = style;
  const head = beginning === '' ? '' : beginning + newline;
  const before = prefix === '' ? '' : (prefix === newline ? newline : prefix + newline).repeat(style.prefixCount);
  const body = (decoration + text.replaceAll(newline, newline + decoration)).replaceAll(
    decoration + newline,
    decoration.trimEnd() + newline,
  );
  const after = (newline + postfix).repeat(style.postfixCount);
  return head + before + body + after + (end === '' ? '' : newline + end);
}

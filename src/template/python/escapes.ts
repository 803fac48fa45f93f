// Backslash escapes in string literals, as Python reads them.

const simple: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
};

/** The text that a literal's inside stands for, or what is wrong with it. Unknown escapes keep their backslash. */
export function unescapeString(text: string): string | { readonly problem: string } {
  let problem: string | undefined;
  const value = text.replace(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[0-7]{1,3}|.)/gs,
    (whole: string, code: string) => {
      const known = simple[code];
      if (known !== undefined) return known;
      const [, octal] = /^([0-7]+)$/.exec(code) ?? [];
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      if (code.length > 1 && 'xuU'.includes(code.charAt(0))) return codePoint(code.slice(1));
      if (code === 'x') problem = 'truncated \\xXX escape';
      else if (code === 'u') problem = 'truncated \\uXXXX escape';
      else if (code === 'U') problem = 'truncated \\UXXXXXXXX escape';
      else if (code.startsWith('N'))
        problem = 'names of characters (\\N{...}) are not known here; use \\u and the number';
      return whole;
    },
  );
  return problem === undefined ? value : { problem };
}

function codePoint(hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

// Finds the import statements of a Python file, without Python: a scanner of statements, not a parser of the language.

/** An `import` or `from ... import`. */
export interface PythonImport {
  /** Dots in front: 0 is an absolute import. */
  readonly level: number;
  /** What stands behind `import`, or between `from` and `import`; empty for `from . import x`. */
  readonly module: string;
  /** The names of `from ... import`; `*` is one of them. Absent for a plain `import`. */
  readonly names?: readonly string[];
  /** It stands in a function, `try`, `if`...: the file may do without what it names. */
  readonly nested: boolean;
}

/**
 * The imports of a file, wherever they stand. What is imported by calls (`importlib.import_module(...)`, `__import__(...)`) is not seen,
 * and neither is an import in text that is evaluated.
 */
export function importsOf(source: string): readonly PythonImport[] {
  return statementsOf(source).flatMap(({ text, nested }) => importOf(text, nested));
}

interface Statement {
  /** Without comments and strings, on one line. */
  readonly text: string;
  readonly nested: boolean;
}

const NAME = String.raw`[^\W\d]\w*(?:\s*\.\s*[^\W\d]\w*)*`;
const PLAIN = /^import\s+(.+)$/u;
const FROM = new RegExp(String.raw`^from\s*([.\s]*)(${NAME})?\s*import\b\s*(.+)$`, 'u');

function importOf(text: string, nested: boolean): readonly PythonImport[] {
  const plain = PLAIN.exec(text)?.[1];
  if (plain !== undefined) return namesIn(plain).map((module) => ({ level: 0, module, nested }));
  const from = FROM.exec(text);
  if (!from) return [];
  const [, dots = '', module = '', names = ''] = from;
  return [
    {
      level: dots.replace(/\s/g, '').length,
      module: module.replace(/\s/g, ''),
      names: namesIn(names.replace(/[()]/g, ' ')),
      nested,
    },
  ];
}

// `a.b as c, d`: the names before `as`.
function namesIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.replace(/\s+as\s.*$/u, '').replace(/\s/g, ''))
    .filter((name) => name !== '');
}

// A clause that a statement can follow on its own line: `try: import x`. A colon within brackets or a lambda is never behind these words.
const CLAUSE = /^(?:try|else|finally|(?:if|elif|while|for|with|except|def|class|async)\b[^:]*)\s*:\s*(?=\S)/u;

function statementsOf(source: string): readonly Statement[] {
  return logicalLines(source).flatMap((line) => {
    const indented = /^[ \t\f]/.test(line);
    let text = line.trim();
    let nested = indented;
    for (let clause = CLAUSE.exec(text); clause; clause = CLAUSE.exec(text)) {
      text = text.slice(clause[0].length);
      nested = true;
    }
    return text.split(';').map((part) => ({ text: part.trim(), nested }));
  });
}

// One of: a comment; a string with its prefix (the quotes decide how it ends); a bracket; a joined line; an end of line; the rest.
const TOKEN =
  /#[^\r\n]*|("""|''')(?:\\[\s\S]|(?!\1)[\s\S])*(?:\1|$)|"(?:\\[\s\S]|[^"\\\r\n])*"?|'(?:\\[\s\S]|[^'\\\r\n])*'?|[([{]|[)\]}]|\\\r?\n|\r?\n|[^#"'()[\]{}\\\r\n]+|[\s\S]/gu;

/** Lines as Python joins them (brackets, backslashes), strings as empty pairs of quotes, and no comments. */
function logicalLines(source: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  for (const [token] of source.matchAll(TOKEN)) {
    if (token.startsWith('#')) continue;
    if (token.startsWith('"') || token.startsWith("'")) line += '""';
    else if (/^\\\r?\n$/.test(token)) line += ' ';
    else if (token === '\n' || token === '\r\n') {
      if (depth > 0) line += ' ';
      else {
        if (line.trim() !== '') lines.push(line);
        line = '';
      }
    } else {
      if (/^[([{]$/.test(token)) depth++;
      if (/^[)\]}]$/.test(token)) depth = Math.max(0, depth - 1);
      line += token;
    }
  }
  if (line.trim() !== '') lines.push(line);
  return lines;
}

// Comma-separated values as Python's csv module reads them.

export interface CsvOptions {
  readonly delimiter: string;
  readonly quote?: string;
  /** Whether spaces after a delimiter are left out. */
  readonly skipInitialSpace?: boolean;
  /** Whether mistakes (text behind a closing quote) are refused instead of taken as they are. */
  readonly strict?: boolean;
}

/** A mistake in strict reading. */
export class CsvMistake extends Error {}

/** The rows of a text; an empty line is an empty row. */
export function parseCsv(text: string, options: CsvOptions): string[][] {
  const { delimiter, quote = '"', skipInitialSpace = false, strict = false } = options;
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let state: 'start' | 'plain' | 'quoted' | 'after-quote' = 'start';
  let touched = false;
  const endField = () => {
    row.push(field);
    field = '';
    state = 'start';
  };
  const endRow = () => {
    if (touched) endField();
    rows.push(row);
    row = [];
    touched = false;
    state = 'start';
  };
  const lines = text.replace(/\r\n?/g, '\n');
  for (const char of lines) {
    if (state === 'quoted') {
      if (char === quote) state = 'after-quote';
      else field += char;
      continue;
    }
    if (char === '\n') {
      endRow();
      continue;
    }
    touched = true;
    if (char === delimiter) endField();
    else if (char === quote && state === 'start') state = 'quoted';
    else if (char === quote && state === 'after-quote') {
      field += char;
      state = 'quoted';
    } else if (char === ' ' && skipInitialSpace && state === 'start') continue;
    else {
      if (state === 'after-quote' && strict) throw new CsvMistake(`'${delimiter}' expected after '${quote}'`);
      field += char;
      state = 'plain';
    }
  }
  if (state === 'quoted' && strict) throw new CsvMistake('unexpected end of data');
  if (touched) endRow();
  return rows;
}

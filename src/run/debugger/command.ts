// The debugger's commands, read from a line.

/** What a line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'update' }
  | { readonly kind: 'print'; readonly expression: string }
  | { readonly kind: 'assign'; readonly container: string; readonly key: string; readonly value: string }
  | { readonly kind: 'delete'; readonly container: string; readonly key: string }
  | { readonly kind: 'evaluate'; readonly expression: string };

const WORDS: ReadonlyMap<string, Command['kind'] & ('help' | 'continue' | 'redo' | 'quit' | 'update')> = new Map([
  ['h', 'help'],
  ['help', 'help'],
  ['?', 'help'],
  ['c', 'continue'],
  ['continue', 'continue'],
  ['r', 'redo'],
  ['redo', 'redo'],
  ['q', 'quit'],
  ['quit', 'quit'],
  ['EOF', 'quit'],
  ['u', 'update'],
  ['update_task', 'update'],
]);

/** What `help` answers. */
export const HELP = `p, pprint EXPRESSION   print an expression: task, task.args, task_vars, host, result
task.args['x'] = ...   change an argument of the task; templates in it are rendered
task_vars['x'] = ...   change a variable
u, update_task         make the arguments anew, from the playbook and the changed variables
r, redo                run the task again
c, continue            go on
q, quit                end the run`;

/** Reads a line that is not empty. */
export function readCommand(line: string): Command {
  const text = line.trim();
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  const kind = WORDS.get(word);
  if (kind !== undefined && (rest === '' || kind === 'help')) return { kind };
  if (['p', 'pprint', 'print'].includes(word) && rest !== '') return { kind: 'print', expression: rest };
  if (word === 'del') return deletion(rest) ?? { kind: 'evaluate', expression: text };
  return assignment(text) ?? { kind: 'evaluate', expression: text };
}

function assignment(text: string): Command | undefined {
  const at = topLevel(
    text,
    (index) => text[index] === '=' && !/[=!<>]/.test(text[index - 1] ?? '') && text[index + 1] !== '=',
  );
  if (at === undefined) return undefined;
  const target = itemOf(text.slice(0, at).trim());
  return target && { kind: 'assign', ...target, value: text.slice(at + 1).trim() };
}

function deletion(text: string): Command | undefined {
  const target = itemOf(text.trim());
  return target && { kind: 'delete', ...target };
}

/** The last item of a target: `task.args['x']` is `'x'` of `task.args`. */
function itemOf(target: string): { readonly container: string; readonly key: string } | undefined {
  if (!target.endsWith(']')) return undefined;
  const last = topLevel(target, (index) => target[index] === '[', 'last');
  return last === undefined || last === 0
    ? undefined
    : { container: target.slice(0, last), key: target.slice(last + 1, -1) };
}

/** Where something stands outside of brackets and quotes; an opening bracket itself counts as outside. */
function topLevel(text: string, is: (index: number) => boolean, which: 'first' | 'last' = 'first'): number | undefined {
  let depth = 0;
  let quote: string | undefined;
  let found: number | undefined;
  for (const [index, char] of [...text].entries()) {
    if (quote !== undefined) {
      if (char === quote && text[index - 1] !== '\\') quote = undefined;
      continue;
    }
    if (depth === 0 && is(index)) {
      if (which === 'first') return index;
      found = index;
    }
    if (char === "'" || char === '"') quote = char;
    else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
  }
  return found;
}

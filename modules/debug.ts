// Shows a message or a variable.

import { type ActionContext, defineAction, integer, TemplateError, text, toPlain, value } from '../src/module/index.ts';

export default defineAction({
  summary: 'Show a message or the value of a variable',
  params: {
    msg: value('The message; any value.').optional(),
    var: text('Name of a variable, or an expression.').raw().optional(),
    verbosity: integer('Show it only from this many -v on.').default(0),
  },
  needsHost: false,
  returns: { msg: 'the message; with var, a field of the name of the variable' },
  examples: [
    { name: 'Show a message', yaml: "debug:\n  msg: 'on {{ inventory_hostname }}'" },
    { name: 'Show a variable', yaml: 'debug:\n  var: ansible_facts' },
  ],
  refuse: ({ msg, var: name }) =>
    msg !== undefined && name !== undefined ? "'msg' and 'var' are incompatible options" : undefined,
  run: ({ msg, var: written, verbosity }, context) => {
    if (context.verbosity < verbosity) return { changed: false, skipped: 'Verbosity threshold not met.' };
    if (written === undefined)
      return { changed: false, speaks: true, result: { msg: msg === undefined ? 'Hello world!' : toPlain(msg) } };
    const name = nameOf(context, written);
    try {
      // As Ansible: the expression is rendered as if braces stood around it, so a number comes out as a template gives it.
      return {
        changed: false,
        speaks: true,
        result: { [name]: toPlain(context.render(name.includes('{{') ? name : `{{ ${name} }}`)) },
      };
    } catch (error) {
      if (!(error instanceof TemplateError) || error.undefinedName === undefined) throw error;
      return { changed: false, speaks: true, result: { [name]: 'VARIABLE IS NOT DEFINED!' } };
    }
  },
});

// `var: "{{ name }}"` means the variable of that name; what gives no name is shown itself.
function nameOf(context: ActionContext, written: string): string {
  if (!written.includes('{{')) return written;
  const name = context.render(written);
  return typeof name === 'string' ? name : written;
}

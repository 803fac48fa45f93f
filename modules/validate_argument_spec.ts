// Checks variables against an argument specification.

import { checkArgumentSpec, Dict, defineAction, dict, toPlain, type Value, value } from '../src/module/index.ts';

export default defineAction({
  summary: 'Check variables against an argument specification',
  description: 'Runs by itself before a role that has `meta/argument_specs.yml`.',
  params: {
    argument_spec: value('The options: names with type, required, choices, elements and options.'),
    provided_arguments: value('Values that come before the variables of the same names.').optional(),
    validate_args_context: dict('What is checked, for the message.').default({}),
  },
  needsHost: false,
  returns: { argument_errors: 'what is wrong', argument_spec_data: 'the specification' },
  examples: [
    {
      name: 'Check what a playbook was given',
      yaml: 'validate_argument_spec:\n  argument_spec:\n    port:\n      type: int\n      required: true',
    },
  ],
  run: ({ argument_spec: spec, provided_arguments: provided, validate_args_context: about }, context) => {
    if (!(spec instanceof Dict)) {
      return { changed: false, failed: `Incorrect type for argument_spec, expected dict and got ${String(spec)}` };
    }
    const given = new Map<string, Value>();
    for (const [key, option] of spec.entries()) {
      for (const name of namesOf(String(key), option)) {
        const found = (provided instanceof Dict ? provided.get(name) : undefined) ?? context.variable(name);
        if (found !== undefined) given.set(name, found);
      }
    }
    const problems = checkArgumentSpec(spec, given);
    const shown = { validate_args_context: about };
    if (problems.length === 0) return { changed: false, result: { ...shown, msg: 'The arg spec validation passed' } };
    return {
      changed: false,
      failed: `Validation of arguments failed:\n${problems.join('\n')}`,
      result: { ...shown, argument_errors: problems, argument_spec_data: toPlain(spec) },
    };
  },
});

function namesOf(name: string, option: Value): readonly string[] {
  const aliases = option instanceof Dict ? option.get('aliases') : undefined;
  return [name, ...(Array.isArray(aliases) ? aliases.map(String) : [])];
}

// Checks variables against an argument specification.

import {
  checkArgumentSpec,
  className,
  Dict,
  defineAction,
  dict,
  toPlain,
  type Value,
  value,
} from '../src/module/index.ts';

export default defineAction({
  summary: 'Check variables against an argument specification',
  description: 'Runs by itself before a role that has `meta/argument_specs.yml`.',
  missing: '"argument_spec" arg is required in args',
  params: {
    argument_spec: value('The options: names with type, required, choices, elements and options.'),
    provided_arguments: value(
      'Values that come before the variables of the same names. Of these alone those that the specification does not know are wrong.',
    ).optional(),
    validate_args_context: dict('What is checked, for the message.').default({}),
  },
  needsHost: false,
  returns: {
    argument_errors: 'what is wrong',
    argument_spec_data: 'the specification',
    validate_args_context: 'what was checked',
  },
  examples: [
    {
      name: 'Check what a playbook was given',
      yaml: 'validate_argument_spec:\n  argument_spec:\n    port:\n      type: int\n      required: true',
    },
  ],
  run: ({ argument_spec: spec, provided_arguments: provided, validate_args_context: about }, context) => {
    if (!(spec instanceof Dict)) return refused('argument_spec', spec);
    if (provided !== undefined && !(provided instanceof Dict)) return refused('provided_arguments', provided);
    const given = new Map<string, Value>();
    for (const key of spec.keys()) {
      const found = context.variable(String(key));
      if (found !== undefined) given.set(String(key), found);
    }
    for (const [key, one] of provided?.entries() ?? []) given.set(String(key), one);
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

function refused(name: string, got: Value) {
  return { changed: false, failed: `Incorrect type for ${name}, expected dict and got ${className(got)}` };
}

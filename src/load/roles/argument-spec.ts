// What a role says its arguments are, and the task that checks them before the role's first one.

import type { RoleBlock, Task } from '../../model/playbook.ts';
import { entryOf, type MapEntry, type MapNode, type Node, type ScalarNode, type Span } from '../../model/source.ts';

/** The specification of one entry point. */
export function argumentSpecOf(specs: MapNode | undefined, entryPoint: string): MapNode | undefined {
  const spec = specs && entryOf(specs, entryPoint)?.value;
  return spec?.kind === 'map' ? spec : undefined;
}

/** The task that Ansible puts first: `Validating arguments against arg spec 'main' - SUMMARY`, always run whatever the tags. */
export function argumentCheck(parent: RoleBlock, spec: MapNode): Task {
  const { role } = parent;
  const { span } = spec;
  const summary = entryOf(spec, 'short_description')?.value;
  const suffix = summary?.kind === 'scalar' && typeof summary.value === 'string' ? ` - ${summary.value}` : '';
  const name = text(`Validating arguments against arg spec '${role.tasksFrom}'${suffix}`, span);
  const options = entryOf(spec, 'options')?.value ?? { kind: 'map', entries: [], span };
  // Of what stands beside the role's name all must be known to the specification.
  const given: MapNode = { kind: 'map', entries: role.params, span };
  const context = mapping(
    {
      argument_spec_name: text(role.tasksFrom, span),
      name: text(role.name, span),
      path: text(role.path, span),
      type: text('role', span),
    },
    span,
  );
  return {
    kind: 'task',
    name,
    action: {
      word: 'ansible.builtin.validate_argument_spec',
      name: 'ansible.builtin.validate_argument_spec',
      span,
      args: mapping({ argument_spec: options, provided_arguments: given, validate_args_context: context }, span),
    },
    keywords: new Map([
      ['name', entry('name', name)],
      ['tags', entry('tags', text('always', span))],
    ]),
    handler: false,
    listen: [],
    implicit: true,
    parent,
    path: parent.path,
    span,
  };
}

function mapping(values: Readonly<Record<string, Node>>, span: Span): MapNode {
  return { kind: 'map', entries: Object.entries(values).map(([key, value]) => entry(key, value)), span };
}

function entry(key: string, value: Node): MapEntry {
  return { key: text(key, value.span), value };
}

// A path or name of ours is never a template.
function text(value: string, span: Span): ScalarNode {
  return { kind: 'scalar', value, span, tag: 'unsafe' };
}

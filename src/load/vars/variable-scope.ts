// Variables as templates see them.

import type { Variable } from '../../model/inventory.ts';
import type { Scope } from '../../template/index.ts';

/** A scope of variables: what was written may be a template, what was computed is data. */
export function variableScope(variables: ReadonlyMap<string, Variable>): Scope {
  return {
    lookup: (name) => {
      const variable = variables.get(name);
      if (!variable) return undefined;
      return 'node' in variable ? { kind: 'node', node: variable.node } : { kind: 'value', value: variable.value };
    },
    names: () => variables.keys(),
  };
}

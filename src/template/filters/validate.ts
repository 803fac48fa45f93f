// The validate filter of ansible.utils.

import { TemplateError } from '../callable.ts';
import { str } from '../python/index.ts';
import { schemaMistakes } from '../text/json-schema.ts';
import { type FilterDefinition, filter } from './define.ts';

export const validateFilters: readonly FilterDefinition[] = [
  filter(
    'validate',
    { criteria: null, engine: 'ansible.utils.jsonschema', draft: null },
    (input, { criteria, engine }, context) => {
      if (criteria === null) throw new TemplateError("Missing either 'data' or 'criteria' value in filter input");
      if (str(engine) !== 'ansible.utils.jsonschema')
        throw new TemplateError(`validate knows the engine ansible.utils.jsonschema, not ${str(engine)}`);
      return schemaMistakes(input, criteria, context);
    },
  ),
];

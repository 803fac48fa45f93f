// The lookups of ansible.utils, which are its filters called another way.

import { TemplateError } from '../callable.ts';
import { getPath, indexOf, toPaths } from '../filters/structure.ts';
import { str } from '../python/index.ts';
import { type LookupDefinition, lookup } from './define.ts';

export const utilsLookups: readonly LookupDefinition[] = [
  lookup('get_path', ([data = null, path], options, context) => {
    const wanted = path === undefined ? options.optionalText('path') : str(path);
    if (wanted === undefined) throw new TemplateError('the get_path lookup needs a path');
    return [getPath(data, wanted, context)];
  }),
  lookup('to_paths', ([data = null, prepend], options) => [
    toPaths(data, prepend === undefined ? options.text('prepend', '') : str(prepend)),
  ]),
  lookup('index_of', ([data = null, test, value, key], options, context) => [
    indexOf(
      data,
      {
        test: test ?? options.value('test') ?? 'true',
        value: value ?? options.value('value') ?? null,
        key: key ?? options.value('key') ?? null,
        fail_on_missing: options.value('fail_on_missing') ?? false,
        wantlist: false,
      },
      context,
    ),
  ]),
];

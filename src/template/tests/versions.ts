// The version test.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { str, truth } from '../python/index.ts';
import { type VersionType, versionHolds, versionTypes } from '../text/version/index.ts';
import { choiceArgument, required, type TestDefinition, test } from './define.ts';

export const versionTests: readonly TestDefinition[] = [
  test(
    ['version', 'version_compare'],
    { version: required, operator: 'eq', strict: null, version_type: null },
    (input, { version, operator, strict, version_type }) => {
      if (strict !== null && version_type !== null)
        throw new TemplateError("Cannot specify both 'strict' and 'version_type'");
      if (!truth(input)) throw new TemplateError('Input version value cannot be empty');
      if (!truth(version)) throw new TemplateError('Version parameter to compare against cannot be empty');
      return versionHolds(str(input), str(operator), str(version), comparison(strict, version_type));
    },
  ),
];

function comparison(strict: Value, type: Value): VersionType {
  if (type === null) return strict !== null && truth(strict) ? 'strict' : 'loose';
  const known = versionTypes.map((one) => `'${one}'`).join(', ');
  return choiceArgument(type, versionTypes, `Invalid version type (${str(type)}). Must be one of ${known}`);
}

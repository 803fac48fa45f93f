// Filters of ansible.utils for XML.

import { TemplateError } from '../callable.ts';
import { defined, typeName } from '../python/index.ts';
import { dumpJson } from '../text/json-dump.ts';
import { parseXml, writeXml } from '../text/xml.ts';
import { type FilterDefinition, filter } from './define.ts';

export const xmlFilters: readonly FilterDefinition[] = [
  filter('from_xml', { engine: 'xmltodict' }, (input) => {
    if (typeof defined(input) !== 'string')
      throw new TemplateError(`Error when using plugin 'from_xml': text was expected, not a ${typeName(input)}`);
    return dumpJson(parseXml(String(input)));
  }),
  filter('to_xml', { engine: 'xmltodict' }, (input) => writeXml(defined(input))),
];

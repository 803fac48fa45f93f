// Filters that write values as YAML and read it back.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { integerArgument, type Kwargs, str, truth } from '../python/index.ts';
import { dumpYaml, type ScalarStyle, type YamlOptions } from '../text/yaml/dump.ts';
import { loadYaml, loadYamlAll } from '../text/yaml/load.ts';
import { type FilterDefinition, filter, keywords } from './define.ts';

export const yamlFilters: readonly FilterDefinition[] = [
  filter('to_yaml', { default_flow_style: null, kwargs: keywords }, (input, { default_flow_style, kwargs }) =>
    dumpYaml(input, yamlOptions('to_yaml', kwargs, default_flow_style)),
  ),
  filter('to_nice_yaml', { indent: 4, kwargs: keywords }, (input, { indent, kwargs }) => {
    const flowStyle = kwargs.get('default_flow_style') ?? false;
    return dumpYaml(input, yamlOptions('to_nice_yaml', new Map([...kwargs, ['indent', indent]]), flowStyle));
  }),
  // What is no text is no YAML: it stays as it is.
  filter('from_yaml', {}, (input) => (typeof input === 'string' ? loadYaml(input) : input)),
  filter('from_yaml_all', {}, (input) => (typeof input === 'string' ? loadYamlAll(input) : input)),
];

const yamlKeywords = new Set([
  'indent',
  'width',
  'sort_keys',
  'default_flow_style',
  'default_style',
  'explicit_start',
  'explicit_end',
  // Without an effect on text that is written at once:
  'canonical',
  'encoding',
  'line_break',
  'tags',
  'version',
]);

const scalarStyles: readonly ScalarStyle[] = ["'", '"', '|'];

function yamlOptions(name: string, kwargs: Kwargs, flowStyle: Value): YamlOptions {
  for (const keyword of kwargs.keys())
    if (!yamlKeywords.has(keyword))
      throw new TemplateError(`${name} - dump_all() got an unexpected keyword argument '${keyword}'`);
  const number = (keyword: string) => {
    const value = kwargs.get(keyword) ?? null;
    return value === null ? {} : { [keyword]: integerArgument(value) };
  };
  const flag = (keyword: string, fallback: boolean) => truth(kwargs.get(keyword) ?? fallback);
  const style = kwargs.get('default_style') ?? null;
  return {
    ...number('indent'),
    ...number('width'),
    sortKeys: flag('sort_keys', true),
    flowStyle: flowStyle === null ? undefined : truth(flowStyle),
    scalarStyle: scalarStyles.find((one) => style !== null && one === str(style)) ?? 'plain',
    explicitStart: flag('explicit_start', false),
    explicitEnd: flag('explicit_end', false),
  };
}

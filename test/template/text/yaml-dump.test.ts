import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { dumpYaml } from '../../../src/template/text/yaml/dump.ts';
import { decode } from '../values.ts';

interface Recorded {
  readonly value: unknown;
  readonly yaml: string;
  readonly options: {
    readonly indent?: number;
    readonly width?: number;
    readonly sort_keys?: boolean;
    readonly default_flow_style?: boolean;
    readonly default_style?: "'" | '"' | '|';
    readonly explicit_start?: boolean;
  };
}

const recorded: { readonly cases: readonly Recorded[] } = JSON.parse(
  readFileSync(new URL('yaml-dump.json', import.meta.url), 'utf8'),
);

describe('writing YAML', () => {
  for (const { value, yaml, options } of recorded.cases) {
    it(`${JSON.stringify(value)} ${JSON.stringify(options)}`, () => {
      const written = dumpYaml(decode(value), {
        ...(options.indent !== undefined && { indent: options.indent }),
        ...(options.width !== undefined && { width: options.width }),
        sortKeys: options.sort_keys ?? true,
        flowStyle: options.default_flow_style,
        scalarStyle: options.default_style ?? 'plain',
        explicitStart: options.explicit_start ?? false,
      });
      expect(written).to.equal(yaml);
    });
  }
});

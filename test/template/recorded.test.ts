import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Node, ScalarNode } from '../../src/model/source.ts';
import {
  evaluate,
  fileSpelling,
  judge,
  nodeScope,
  type Outcome,
  type Pass,
  readHeader,
  renderTemplateFile,
  renderText,
} from '../../src/template/index.ts';
import { engineWith, scalar } from './engine.ts';
import { decode, encode } from './values.ts';

interface Case {
  readonly kind: 'text' | 'file' | 'condition';
  readonly context: number;
  readonly input: unknown;
  readonly native?: boolean;
  readonly convertData?: boolean;
  readonly value?: unknown;
  readonly error?: boolean;
}

interface Recorded {
  readonly contexts: readonly Readonly<Record<string, unknown>>[];
  readonly cases: readonly Case[];
}

const recorded: Recorded = JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8'));

// The recorded variables as YAML would give them.
function nodeFrom(data: unknown): Node {
  if (typeof data !== 'object' || data === null) return leaf(data);
  const span = scalar(null).span;
  if (Array.isArray(data)) return { kind: 'list', items: data.map(nodeFrom), span };
  const entries = Object.entries(data);
  const [mark, content] = entries[0] ?? [];
  if (mark === '$unsafe') return scalar(String(content), 'unsafe');
  if (mark === '$float' || mark === '$int') return leaf(data);
  const pairs: [unknown, unknown][] =
    mark === '$dict' && Array.isArray(content) ? content.map(([key, value]) => [key, value]) : entries;
  return { kind: 'map', entries: pairs.map(([key, value]) => ({ key: leaf(key), value: nodeFrom(value) })), span };
}

function leaf(data: unknown): ScalarNode {
  const value = decode(data);
  if (typeof value === 'object' && value !== null && !('value' in value))
    throw new Error('a recorded leaf is a scalar');
  if (Array.isArray(value)) throw new Error('a recorded leaf is a scalar');
  return scalar(value);
}

function render(pass: Pass, { kind, input, convertData }: Case): unknown {
  if (kind === 'condition') return judge(pass, decode(input));
  if (typeof input !== 'string') throw new Error('a recorded template is text');
  if (kind === 'text') return encode(renderText(pass, input, convertData === undefined ? {} : { convertData }));
  const { body, spelling } = readHeader(input, fileSpelling);
  return renderTemplateFile(pass, body, spelling, { text: body });
}

function outcome(one: Case): Outcome<unknown> {
  const nodes = new Map(
    Object.entries(recorded.contexts[one.context] ?? {}).map(([name, data]) => [name, nodeFrom(data)]),
  );
  return evaluate(engineWith({}, one.native ? { native: true } : {}), nodeScope(nodes), (pass) => render(pass, one));
}

describe('rendering, as recorded from ansible-core 2.14', () => {
  for (const kind of ['text', 'file', 'condition'] as const) {
    it(`gives every ${kind} its value`, () => {
      for (const one of recorded.cases.filter((candidate) => candidate.kind === kind)) {
        const result = outcome(one);
        const got = result.ok ? { value: result.value } : { error: true };
        const wanted = one.error ? { error: true } : { value: one.value };
        expect(got, JSON.stringify(one.input)).to.deep.equal(wanted);
      }
    });
  }
});

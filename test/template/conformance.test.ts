import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Value } from '../../src/model/value.ts';
import {
  evaluate,
  evaluateExpression,
  fileSpelling,
  readHeader,
  renderTemplateFile,
  type Scope,
  str,
  valueScope,
} from '../../src/template/index.ts';
import { checkDefined } from '../../src/template/python/index.ts';
import { engine } from './engine.ts';
import { decode, encode } from './values.ts';

interface Case {
  readonly id: number;
  readonly feature: string;
  readonly kind: 'expr' | 'template';
  readonly input: string;
  readonly header?: string;
  readonly value?: unknown;
  readonly str?: string;
  readonly text?: string;
  readonly error?: string;
}

interface Recorded {
  readonly context: Readonly<Record<string, unknown>>;
  readonly cases: readonly Case[];
}

const recorded: Recorded = JSON.parse(readFileSync(new URL('conformance.json', import.meta.url), 'utf8'));

// Fresh for every case: some change what they are given.
function scope(): Scope {
  return valueScope(new Map(Object.entries(recorded.context).map(([name, value]) => [name, decode(value)])));
}

// What `{{ }}` prints of the value.
function printed(value: Value): string {
  return value === null ? '' : str(value);
}

function outcome({ kind, input, header }: Case): unknown {
  const result = evaluate(engine, scope(), (pass) => {
    if (kind === 'template') {
      const { body, spelling } = readHeader(header === undefined ? input : `${header}\n${input}`, fileSpelling);
      return { text: renderTemplateFile(pass, body, spelling, { text: body }) };
    }
    const value = evaluateExpression(pass, input, { text: input });
    checkDefined(value);
    return { value: encode(value), str: printed(value) };
  });
  return result.ok ? result.value : { error: result.problem.message };
}

function expected({ error, kind, text, value, str: string }: Case): unknown {
  if (error !== undefined) return { error };
  return kind === 'template' ? { text } : { value: encode(decode(value)), str: string };
}

// What is undefined, as the message names it: 'zz', 'dict object' and 'zz', element 9.
function undefinedIn(message: string): readonly string[] {
  const found = /'[^']*' is undefined|has no (?:attribute '[^']*'|element \d+)/.exec(message);
  return found ? [found[0]] : [];
}

describe('templating, as recorded from ansible-core 2.14', () => {
  for (const feature of new Set(recorded.cases.map((one) => one.feature))) {
    it(feature, () => {
      for (const one of recorded.cases.filter((candidate) => candidate.feature === feature)) {
        const [got, wanted] = [outcome(one), expected(one)];
        if (one.error === undefined) expect(got, one.input).to.deep.equal(wanted);
        else {
          expect(got, one.input).to.have.property('error').that.is.a('string');
          for (const name of undefinedIn(one.error))
            expect(got, one.input).to.have.property('error').that.includes(name);
        }
      }
    });
  }

  it('are all there', () => {
    expect(recorded.cases).to.have.length(513);
  });
});

// Runs expressions whose values were recorded from Ansible, and compares.

import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Engine, evaluateAsync, evaluateExpression, valueScope } from '../../src/template/index.ts';
import { decode, encode } from './values.ts';

/** One expression with what Ansible gives for it. */
export interface RecordedCase {
  readonly expr: string;
  /** Variables of this case alone. */
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly value?: unknown;
  /** The message of the error; ours may be worded otherwise, but must name the same undefined variable. */
  readonly error?: string;
}

export interface RecordedCases {
  readonly about: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly cases: readonly RecordedCase[];
}

/** Reads a fixture; `{dir}` in it stands for a directory. */
export function readCases(url: URL, directory = ''): RecordedCases {
  return JSON.parse(readFileSync(url, 'utf8').replaceAll('{dir}', directory));
}

/** What an expression gives here, in the form of `encode`. */
export async function outcomeOf(engine: Engine, context: Readonly<Record<string, unknown>>, expr: string) {
  const variables = new Map(Object.entries(context).map(([name, value]) => [name, decode(value)] as const));
  const outcome = await evaluateAsync(engine, valueScope(variables), (pass) =>
    encode(evaluateExpression(pass, expr, { text: expr })),
  );
  return outcome.ok ? { value: outcome.value } : { error: outcome.problem.message };
}

/** A test for each case of a fixture. */
export function describeCases(name: string, { context, cases }: RecordedCases, engine: Engine): void {
  describe(name, () => {
    for (const one of cases) {
      const given = one.vars ? ` with ${JSON.stringify(one.vars)}` : '';
      it(`${one.expr}${given}`, async () => {
        const outcome = await outcomeOf(engine, { ...context, ...one.vars }, one.expr);
        if (one.error === undefined) expect(outcome).to.deep.equal({ value: encode(decode(one.value)) });
        else {
          expect(outcome).to.have.property('error').that.is.a('string');
          const undefinedName = /'\w+' is undefined/.exec(one.error)?.[0];
          if (undefinedName !== undefined) expect(outcome).to.have.property('error').that.includes(undefinedName);
        }
      });
    }
  });
}

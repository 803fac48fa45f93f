// `vars_prompt`: asks the person at the terminal before a play starts.

import { randomInt } from 'node:crypto';
import type { VarsPrompt } from '../../model/playbook.ts';
import type { Value } from '../../model/value.ts';
import { type Binding, str } from '../../template/index.ts';
import { RunError } from '../run-error.ts';
import { askPerson } from '../task/action-context.ts';
import { toBool, toInteger } from '../task/convert.ts';
import type { PlayState } from './play-state.ts';

/** Asks for every variable that `-e` has not given. Throws `RunError`. */
export async function askVariables(state: PlayState): Promise<void> {
  const given = new Set(state.run.settings.extraVars.map(({ name }) => name));
  for (const prompt of state.play.varsPrompt) {
    if (!given.has(prompt.name)) state.layers.answer(prompt.name, await answer(state, prompt));
  }
}

async function answer(state: PlayState, prompt: VarsPrompt): Promise<Binding> {
  const options = await optionsOf(state, prompt);
  const said = await ask(state, options);
  const value = said === undefined || said === '' ? (options.otherwise ?? said) : said;
  if (value === undefined && options.encrypt !== undefined)
    throw refusal(prompt, `there is nobody to give '${prompt.name}', which is to be encrypted`);
  const hash = await hashed(state, prompt, { ...options, value: value ?? '' });
  // As in Ansible, an answer may be a template, unless it is said to be unsafe.
  if (options.unsafe) return { kind: 'value', value: hash };
  return { kind: 'node', node: { kind: 'scalar', value: hash, span: prompt.span } };
}

const MISMATCH = '***** VALUES ENTERED DO NOT MATCH ****\n';

// Until it is confirmed; `undefined` where there is nobody.
async function ask(state: PlayState, { text, secret, confirm }: PromptOptions): Promise<string | undefined> {
  for (let before = ''; ; before = MISMATCH) {
    const first = await askPerson(state.run, before + text, secret);
    if (first === undefined) {
      state.run.emitter.warn({ severity: 'warning', message: 'Not prompting as we are not in interactive mode' });
      return undefined;
    }
    if (!confirm || (await askPerson(state.run, `confirm ${text}`, secret)) === first) return first;
  }
}

interface PromptOptions {
  readonly text: string;
  readonly secret: boolean;
  readonly confirm: boolean;
  readonly otherwise: string | undefined;
  readonly encrypt: string | undefined;
  readonly salt: Value | undefined;
  readonly unsafe: boolean;
}

function optionsOf(state: PlayState, { name, keywords }: VarsPrompt): Promise<PromptOptions> {
  return state.evaluator().run((evaluation) => {
    const value = (keyword: string): Value | undefined => {
      const entry = keywords.get(keyword);
      const rendered = entry && evaluation.node(entry.value);
      return rendered === null ? undefined : rendered;
    };
    const words = (keyword: string): string | undefined => {
      const given = value(keyword);
      return given === undefined ? undefined : str(given);
    };
    const otherwise = words('default');
    const secret = toBool(value('private') ?? true, 'private');
    const shown = secret || otherwise === undefined ? '' : ` [${otherwise}]`;
    return {
      text: `${words('prompt') ?? name}${shown}: `,
      secret,
      confirm: toBool(value('confirm') ?? false, 'confirm'),
      otherwise,
      encrypt: words('encrypt'),
      salt: value('salt') ?? randomSalt(value('salt_size')),
      unsafe: toBool(value('unsafe') ?? false, 'unsafe'),
    };
  });
}

const SALT = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function randomSalt(size: Value | undefined): string | undefined {
  if (size === undefined) return undefined;
  return Array.from({ length: toInteger(size, 'salt_size') }, () => SALT.charAt(randomInt(SALT.length))).join('');
}

// `encrypt` hashes the answer as the filter `password_hash` does.
async function hashed(
  state: PlayState,
  prompt: VarsPrompt,
  { value, encrypt, salt }: PromptOptions & { readonly value: string },
): Promise<string> {
  if (encrypt === undefined) return value;
  const kwargs = salt === undefined ? new Map<string, Value>() : new Map([['salt', salt]]);
  try {
    const scheme = encrypt.replace(/_crypt$/, '');
    return str(await state.evaluator().withPass((pass) => pass.filter('password_hash', value, [scheme], kwargs)));
  } catch (problem) {
    throw refusal(prompt, problem instanceof Error ? problem.message : String(problem));
  }
}

function refusal({ span }: VarsPrompt, message: string): RunError {
  return new RunError([{ severity: 'error', message, span }]);
}

// `vars_prompt`: asks the person at the terminal before a play starts.

import type { VarsPrompt } from '../../model/playbook.ts';
import type { Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import { RunError } from '../run-error.ts';
import { askPerson } from '../task/action-context.ts';
import { toBool } from '../task/convert.ts';
import type { PlayState } from './play-state.ts';

/** Asks for every variable that `-e` has not given. Throws `RunError`. */
export async function askVariables(state: PlayState): Promise<void> {
  const given = new Set(state.run.settings.extraVars.map(({ name }) => name));
  for (const prompt of state.play.varsPrompt) {
    if (!given.has(prompt.name)) state.layers.answer(prompt.name, await answer(state, prompt));
  }
}

async function answer(state: PlayState, prompt: VarsPrompt): Promise<Value> {
  const options = await optionsOf(state, prompt);
  for (;;) {
    const first = await askPerson(state.run, options.text, options.secret);
    if (first === undefined) return options.otherwise ?? '';
    const value = first === '' && options.otherwise !== undefined ? options.otherwise : first;
    if (!options.confirm || (await askPerson(state.run, `confirm ${options.text}`, options.secret)) === first) {
      return hashed(state, prompt, { value, ...options });
    }
  }
}

interface PromptOptions {
  readonly text: string;
  readonly secret: boolean;
  readonly confirm: boolean;
  readonly otherwise: Value | undefined;
  readonly encrypt: string | undefined;
  readonly salt: Value | undefined;
}

function optionsOf(state: PlayState, { name, keywords }: VarsPrompt): Promise<PromptOptions> {
  return state.evaluator().run((evaluation) => {
    const value = (keyword: string): Value | undefined => {
      const entry = keywords.get(keyword);
      const rendered = entry && evaluation.node(entry.value);
      return rendered === null ? undefined : rendered;
    };
    const otherwise = value('default');
    const text = str(value('prompt') ?? name);
    const shown = toBool(value('private') ?? true, 'private') || otherwise === undefined ? '' : ` [${str(otherwise)}]`;
    const encrypt = value('encrypt');
    return {
      text: `${text}${shown}: `,
      secret: toBool(value('private') ?? true, 'private'),
      confirm: toBool(value('confirm') ?? false, 'confirm'),
      otherwise,
      encrypt: encrypt === undefined ? undefined : str(encrypt),
      salt: value('salt'),
    };
  });
}

// `encrypt` hashes the answer as the filter `password_hash` does.
async function hashed(
  state: PlayState,
  { span }: VarsPrompt,
  { value, encrypt, salt }: PromptOptions & { readonly value: Value },
): Promise<Value> {
  if (encrypt === undefined) return value;
  const kwargs = salt === undefined ? new Map<string, Value>() : new Map([['salt', salt]]);
  try {
    const scheme = encrypt.replace(/_crypt$/, '');
    return await state.evaluator().withPass((pass) => pass.filter('password_hash', value, [scheme], kwargs));
  } catch (problem) {
    throw new RunError([
      { severity: 'error', message: problem instanceof Error ? problem.message : String(problem), span },
    ]);
  }
}

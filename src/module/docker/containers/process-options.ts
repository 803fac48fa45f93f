// The options that say what a container runs, and as whom.

import type { Plain } from '../../../model/value.ts';
import { splitWords } from '../../../plan/words.ts';
import { at, dictAt, isDict, listAt, textOf, textsOf } from '../client.ts';
import { config, hostConfig, type Option } from './option.ts';
import type { ContainerParams } from './params.ts';
import { nanoseconds } from './sizes.ts';

// Lists that older versions join and split are only words with quotes in them.
function wordsOf(given: ContainerParams, words: Plain | undefined): readonly string[] | undefined {
  if (words === undefined || words === null) return undefined;
  if (!Array.isArray(words)) return splitWords(textOf(words));
  const list = words.map(textOf);
  if (given.command_handling === 'correct') return list;
  return list.length === 0 ? undefined : splitWords(list.join(' '));
}

const command: Option = {
  name: 'command',
  shape: 'list',
  wanted: (given) => wordsOf(given, given.command),
  // Nothing is what the image says, unless another entrypoint comes before it.
  expected: (wanted, image, { entrypoint }) =>
    Array.isArray(wanted) && wanted.length === 0 && !entrypoint?.length ? listAt(image, 'Config', 'Cmd') : wanted,
  now: (container) => listAt(container, 'Config', 'Cmd'),
  body: (Cmd) => ({ Config: { Cmd } }),
};

const entrypoint: Option = {
  name: 'entrypoint',
  shape: 'list',
  wanted: (given) => wordsOf(given, given.entrypoint),
  now: (container) => listAt(container, 'Config', 'Entrypoint'),
  body: (Entrypoint) => ({ Config: { Entrypoint } }),
};

/** Variables as a dict, from the daemon's `NAME=value`. */
function variablesOf(list: readonly Plain[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list.map(textOf).map((entry) => {
      const sign = entry.indexOf('=');
      return sign < 0 ? [entry, ''] : [entry.slice(0, sign), entry.slice(sign + 1)];
    }),
  );
}

const lines = (variables: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(variables).map(([name, value]) => `${name}=${value}`);

const env: Option = {
  name: 'env',
  shape: 'set',
  wanted: (given, { variables }) =>
    given.env === undefined && given.env_file === undefined
      ? undefined
      : lines({ ...variables, ...textsOf(given.env) }),
  expected: (wanted, image) =>
    lines({
      ...variablesOf(listAt(image, 'Config', 'Env')),
      ...variablesOf(Array.isArray(wanted) ? wanted : []),
    }),
  now: (container) => listAt(container, 'Config', 'Env'),
  body: (Env) => ({ Config: { Env } }),
};

const labels: Option = {
  name: 'labels',
  shape: 'dict',
  wanted: (given) => given.labels && textsOf(given.labels),
  expected: (wanted, image, { image_label_mismatch }) =>
    image_label_mismatch === 'ignore' ? { ...textsOf(at(image, 'Config', 'Labels')), ...textsOf(wanted) } : wanted,
  now: (container) => dictAt(container, 'Config', 'Labels'),
  body: (Labels) => ({ Config: { Labels } }),
};

const healthcheck: Option = {
  name: 'healthcheck',
  shape: 'dict',
  wanted: ({ healthcheck: asked }) => {
    if (asked === undefined) return undefined;
    const { test, interval, timeout, start_period, start_interval, retries } = asked;
    const time = (field: string, value: string | undefined) =>
      value === undefined ? {} : { [field]: nanoseconds(value) ?? 0 };
    return {
      ...(test !== undefined &&
        test !== null && { Test: Array.isArray(test) ? test.map(textOf) : ['CMD-SHELL', textOf(test)] }),
      ...time('Interval', interval),
      ...time('Timeout', timeout),
      ...time('StartPeriod', start_period),
      ...time('StartInterval', start_interval),
      ...(retries !== undefined && { Retries: retries }),
    };
  },
  now: (container) => dictAt(container, 'Config', 'Healthcheck'),
  body: (Healthcheck) => ({ Config: { Healthcheck } }),
};

const logDriver: Option = {
  name: 'log_driver',
  shape: 'value',
  wanted: ({ log_driver }) => log_driver,
  now: (container) => at(container, 'HostConfig', 'LogConfig', 'Type'),
  body: (Type) => ({ HostConfig: { LogConfig: { Type } } }),
};

const logOptions: Option = {
  name: 'log_options',
  shape: 'dict',
  wanted: ({ log_options }) => log_options && textsOf(log_options),
  now: (container) => dictAt(container, 'HostConfig', 'LogConfig', 'Config'),
  body: (Config) => ({ HostConfig: { LogConfig: { Config } } }),
};

const restartPolicy: Option = {
  name: 'restart_policy',
  shape: 'value',
  updates: true,
  wanted: ({ restart_policy }) => restart_policy,
  now: (container) => at(container, 'HostConfig', 'RestartPolicy', 'Name') || 'no',
  body: (Name) => ({ HostConfig: { RestartPolicy: { Name } } }),
};

const restartRetries: Option = {
  name: 'restart_retries',
  shape: 'value',
  updates: true,
  wanted: ({ restart_policy, restart_retries }) => (restart_policy === 'on-failure' ? restart_retries : undefined),
  now: (container) => at(container, 'HostConfig', 'RestartPolicy', 'MaximumRetryCount'),
  body: (MaximumRetryCount) => ({ HostConfig: { RestartPolicy: { MaximumRetryCount } } }),
};

// A container's platform is often told by its system alone.
const platform: Option = {
  name: 'platform',
  shape: 'value',
  wanted: ({ platform: asked }) => asked,
  expected: (wanted) => textOf(wanted).split('/')[0] ?? '',
  now: (container) => textOf(at(container, 'Platform')).split('/')[0] ?? '',
  body: () => ({}),
};

const isText = (value: unknown): boolean => typeof value === 'string';

/** Why values of `env` are none; `undefined` where they are. */
export function refuseVariables({ env: asked }: ContainerParams): string | undefined {
  const wrong = Object.entries(asked ?? {}).find(([, value]) => !isText(value));
  return wrong
    ? `Non-string value found for env option. Ambiguous env options must be wrapped in quotes to avoid them being interpreted. Key: ${wrong[0]}`
    : undefined;
}

/** Why a healthcheck is none; `undefined` where it is one. */
export function refuseHealthcheck({ healthcheck: asked }: ContainerParams): string | undefined {
  if (asked === undefined) return undefined;
  const { test, interval, timeout, start_period, start_interval } = asked;
  const wrong = Object.entries({ interval, timeout, start_period, start_interval }).find(
    ([, value]) => value !== undefined && nanoseconds(value) === undefined,
  );
  if (wrong) return `the ${wrong[0]} of the healthcheck is '${wrong[1]}'; write a duration such as 1m30s`;
  if (isDict(test)) return 'the test of a healthcheck must be text or a list';
  if (Array.isArray(test) && !['NONE', 'CMD', 'CMD-SHELL'].includes(textOf(test[0])))
    return 'the test of a healthcheck must begin with NONE, CMD or CMD-SHELL where it is a list';
  return undefined;
}

/** All of them. */
export const processOptions: readonly Option[] = [
  command,
  entrypoint,
  env,
  labels,
  healthcheck,
  logDriver,
  logOptions,
  restartPolicy,
  restartRetries,
  platform,
  config('working_dir', 'WorkingDir'),
  config('user', 'User'),
  hostConfig('groups', 'GroupAdd', { shape: 'set' }),
  config('hostname', 'Hostname'),
  config('domainname', 'Domainname'),
  config('interactive', 'OpenStdin'),
  config('tty', 'Tty'),
  hostConfig('init', 'Init'),
  config('stop_signal', 'StopSignal'),
  config('stop_timeout', 'StopTimeout', { lenient: true }),
  hostConfig('runtime', 'Runtime'),
  hostConfig('auto_remove', 'AutoRemove'),
];

// The settings of a run, from the command line first and the configuration second.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { becomeMethods, Secret } from '../host/index.ts';
import { settings } from '../load/config/settings/index.ts';
import { type ConnectionDefaults, defaultSettings, type RunSettings } from '../run/index.ts';
import { defaultForks } from './forks.ts';
import type { RunCommandOptions } from './options.ts';
import { InputError } from './problems.ts';
import type { Session } from './session.ts';
import { controllingTerminal } from './terminal.ts';

/** From this verbosity on the log shows what was gathered. */
const SHOWS_FACTS = 3;

/** Asks for passwords where it must. Throws `InputError`. */
export async function runSettings(options: RunCommandOptions, session: Session): Promise<RunSettings> {
  const { config, extraVars, sources } = session;
  const gathering = config.get(settings.DEFAULT_GATHERING);
  const managed = config.get(settings.DEFAULT_MANAGED_STR);
  const factPath = config.get(settings.DEFAULT_FACT_PATH);
  const verbosity = Math.max(options.verbose, config.get(settings.DEFAULT_VERBOSITY));
  return {
    ...defaultSettings,
    check: options.check,
    diff: options.diff || config.get(settings.DIFF_ALWAYS),
    verbosity,
    forks: options.forks ?? configuredForks(session) ?? defaultForks(),
    lookahead: options.lookahead,
    strategy: config.get(settings.DEFAULT_STRATEGY),
    tags: {
      run: words(options.tags, config.get(settings.TAGS_RUN), ['all']),
      skip: words(options.skipTags, config.get(settings.TAGS_SKIP), []),
    },
    ...(options.startAtTask !== undefined && { startAtTask: options.startAtTask }),
    forceHandlers: options.forceHandlers || config.get(settings.DEFAULT_FORCE_HANDLERS),
    extraVars,
    ...(options.limit !== undefined && { limit: options.limit }),
    hashBehaviour: config.get(settings.DEFAULT_HASH_BEHAVIOUR),
    precedence: config.get(settings.VARIABLE_PRECEDENCE),
    inventorySources: sources,
    ...(config.path !== undefined && { configFile: config.path }),
    gathering: gathering === 'smart' || gathering === 'explicit' ? gathering : 'implicit',
    ...said('gatherSubset', config.get(settings.DEFAULT_GATHER_SUBSET)),
    ...said('gatherTimeout', config.get(settings.DEFAULT_GATHER_TIMEOUT)),
    ...(factPath !== null && { factPath }),
    wholeFacts: options.output === 'json' || verbosity >= SHOWS_FACTS,
    injectFacts: config.get(settings.INJECT_FACTS_AS_VARS),
    anyErrorsFatal: config.get(settings.ANY_ERRORS_FATAL),
    ...(managed !== null && { managed }),
    native: config.get(settings.DEFAULT_JINJA2_NATIVE),
    taskTimeout: config.get(settings.TASK_TIMEOUT),
    pollInterval: config.get(settings.DEFAULT_POLL_INTERVAL),
    asyncDirectory: config.get(settings['shell/sh/async_dir']),
    noLog: config.get(settings.DEFAULT_NO_LOG),
    step: options.step,
    debugger: {
      enabled: config.get(settings.ENABLE_TASK_DEBUGGER),
      honoursIgnored: config.get(settings.TASK_DEBUGGER_IGNORE_ERRORS),
    },
    connection: await connectionDefaults(options, session),
  };
}

function configuredForks({ config }: Session): number | undefined {
  return config.origin(settings.DEFAULT_FORKS).kind === 'default' ? undefined : config.get(settings.DEFAULT_FORKS);
}

function words(
  given: readonly string[],
  configured: readonly string[],
  fallback: readonly string[],
): readonly string[] {
  const split = given
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (split.length > 0) return split;
  return configured.length > 0 ? configured : fallback;
}

async function connectionDefaults(options: RunCommandOptions, session: Session): Promise<ConnectionDefaults> {
  const { config } = session;
  const method = options.becomeMethod ?? config.get(settings.DEFAULT_BECOME_METHOD);
  const becomeMethod = becomeMethods.find((one) => one === method);
  if (becomeMethod === undefined)
    throw InputError.of(`'${method}' is no become method`, `one of ${becomeMethods.join(', ')}`);
  return {
    connection: options.connection ?? config.get(settings.DEFAULT_TRANSPORT),
    become: options.become || config.get(settings.DEFAULT_BECOME),
    becomeMethod,
    becomeUser: options.becomeUser ?? config.get(settings.DEFAULT_BECOME_USER) ?? 'root',
    timeout: options.timeout ?? config.get(settings.DEFAULT_TIMEOUT),
    acceptNewHostKeys: options.acceptNewHostKeys,
    hostKeyChecking: config.get(settings.HOST_KEY_CHECKING),
    ...said('remoteUser', options.user ?? config.get(settings.DEFAULT_REMOTE_USER)),
    ...said('port', config.get(settings.DEFAULT_REMOTE_PORT)),
    ...said('privateKeyFile', options.privateKey ?? config.get(settings.DEFAULT_PRIVATE_KEY_FILE)),
    ...said('sshCommonArgs', options.sshCommonArgs ?? config.get(settings['connection/ssh/ssh_common_args'])),
    ...said('sshExtraArgs', options.sshExtraArgs ?? config.get(settings['connection/ssh/ssh_extra_args'])),
    ...said('becomeFlags', config.get(settings.DEFAULT_BECOME_FLAGS)),
    ...said('becomeExe', config.get(settings.DEFAULT_BECOME_EXE)),
    becomeSameUser: config.get(settings.BECOME_ALLOW_SAME_USER),
    ...(await passwords(options, session)),
  };
}

/** A member that is only there where somebody said something. */
function said<K extends string, V>(name: K, value: V | null | undefined | ''): { readonly [P in K]?: V } {
  const nothing: { readonly [P in K]?: V } = {};
  return value === null || value === undefined || value === '' ? nothing : { ...nothing, [name]: value };
}

async function passwords(
  options: RunCommandOptions,
  { config }: Session,
): Promise<{ readonly password?: Secret; readonly becomePassword?: Secret }> {
  // Who only asks what would run connects to nobody.
  if (options.listHosts || options.listTasks || options.listTags) return {};
  const loginFile = options.connectionPasswordFile ?? config.get(settings.CONNECTION_PASSWORD_FILE);
  const becomeFile = options.becomePasswordFile ?? config.get(settings.BECOME_PASSWORD_FILE);
  const login =
    options.askPass || config.get(settings.DEFAULT_ASK_PASS) ? await ask('SSH password:') : fromFile(loginFile);
  const becomes = options.askBecomePass || config.get(settings.DEFAULT_BECOME_ASK_PASS);
  const hint = login === undefined ? 'BECOME password:' : 'BECOME password[defaults to SSH password]:';
  const become = becomes ? (await ask(hint)) || login : fromFile(becomeFile);
  return {
    ...(login !== undefined && { password: new Secret(login) }),
    ...(become !== undefined && { becomePassword: new Secret(become) }),
  };
}

async function ask(text: string): Promise<string> {
  const answer = await controllingTerminal()?.({ text, secret: true });
  if (answer === undefined)
    throw InputError.of(
      `'${text}' cannot be asked: there is no terminal`,
      'give the password in a file (--connection-password-file, --become-password-file) or as a vaulted variable',
    );
  return answer;
}

function fromFile(path: string | null | undefined): string | undefined {
  if (path === null || path === undefined) return undefined;
  try {
    return readFileSync(resolve(path), 'utf8').replace(/\r?\n$/, '');
  } catch (problem) {
    throw InputError.of(
      `the password file '${path}' cannot be read: ${problem instanceof Error ? problem.message : String(problem)}`,
    );
  }
}

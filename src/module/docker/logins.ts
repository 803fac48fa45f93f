// Plans who the host is to registries: asks the registry through the daemon, then keeps the answer where docker looks for it.

import { file } from '../../plan/ask.ts';
import type { FilePresent, FileSeen, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, stage } from '../../plan/plan.ts';
import { makeDirectories } from '../files/directories.ts';
import { NO_ATTRIBUTES } from '../files/no-attributes.ts';
import { ancestors } from '../files/paths.ts';
import { bool, choice, type ParamsOf, path, text } from '../params.ts';
import { bodyOf, callLook } from './call.ts';
import { dockerParams, type Inspected, isDict, textOf } from './client.ts';
import {
  type Account,
  accountIn,
  bytesOfConfig,
  configIn,
  hasEntry,
  storeOf,
  withAccount,
  withoutAccount,
} from './logins/config.ts';
import { accountOfStore, storeChange, storeLook } from './logins/store.ts';

/** The parameters of docker_login. */
export const loginParams = {
  ...dockerParams,
  registry_url: text('The registry.').alias('registry', 'url').default('https://index.docker.io/v1/'),
  username: text('Who the host is to it.').optional(),
  password: text('The password for that.').secret().optional(),
  reauthorize: bool('Ask the registry, even where the same is known already.').alias('reauth').default(false),
  config_path: path('The file in which docker keeps it.').alias('dockercfg_path').default('~/.docker/config.json'),
  state: choice(['present', 'absent'], 'Whether the host is known to it.').default('present'),
};
type Params = ParamsOf<typeof loginParams>;

/** Why parameters of docker_login make no sense; `undefined` where they do. */
export function refuseLogin({ state, username, password }: Params): string | undefined {
  if (state === 'absent') return undefined;
  const missing = Object.entries({ username, password }).filter(([, value]) => value === undefined);
  return missing.length === 0
    ? undefined
    : `state is present but all of the following are missing: ${missing.map(([name]) => name).join(', ')}`;
}

/** What docker_login looks at. */
export const loginLooks = ({ config_path, state }: Params) => ({
  config: file(config_path, { content: 'all' }),
  parents: state === 'present' ? ancestors(config_path).map((above) => file(above)) : [],
});

interface Seen {
  readonly config: FileSeen;
  readonly parents: readonly FileSeen[];
}

// What is known before the registry is asked.
interface Known extends Seen {
  readonly settings: Inspected;
  /** The program that keeps passwords, where one does. */
  readonly store: string | undefined;
  readonly account: Account | undefined;
}

/** What docker_login does. */
export function planLogin(given: Params, seen: Seen): Plan {
  const { config } = seen;
  if (config.exists && config.content === undefined)
    return { changes: [], failed: `${given.config_path} cannot be read; use become` };
  const settings = configIn(config.exists ? config.content : undefined);
  if (settings === undefined) return { changes: [], failed: `${given.config_path} is not JSON; mend or remove it` };
  const store = storeOf(settings, given.registry_url);
  if (store === undefined)
    return planKnown(given, { ...seen, settings, store, account: accountIn(settings, given.registry_url) });
  if (!/^[\w-]+$/.test(store)) return { changes: [], failed: `${given.config_path} names no program: '${store}'` };
  return {
    changes: [],
    next: stage({
      looks: { kept: storeLook(store, given.registry_url) },
      plan: ({ kept }) => {
        const account = accountOfStore(kept, store);
        return typeof account === 'string'
          ? { changes: [], failed: account }
          : planKnown(given, { ...seen, settings, store, account });
      },
    }),
  };
}

function planKnown(given: Params, known: Known): Plan {
  const { registry_url: registry, username = '', password = '' } = given;
  if (given.state === 'absent') return planLogout(given, known);
  const { account } = known;
  if (account?.username === username && account.password === password && !given.reauthorize) {
    const result = { login_result: { email: null, serveraddress: accountPlace(known, registry), username } };
    return keeping(given, known, { token: '', result, isAsked: false });
  }
  const call = { method: 'POST', path: '/auth', body: { username, password, serveraddress: registry } } as const;
  return {
    changes: [],
    next: stage({
      looks: { answer: callLook(given, call, ['anything']) },
      plan: ({ answer }) => planAnswer(given, known, answer),
    }),
  };
}

const accountPlace = ({ settings, store }: Known, registry: string): string =>
  store === undefined ? (accountIn(settings, registry)?.registry ?? registry) : registry;

function planAnswer(given: Params, known: Known, { code, stdout, stderr }: RunSeen): Plan {
  const { registry_url: registry, username = '' } = given;
  if (code === 127)
    return { changes: [], failed: 'the host has no docker; install docker-ce-cli (on Debian: docker.io)' };
  if (code !== 0)
    return {
      changes: [],
      failed: `Logging into ${registry} for user ${username} failed - ${stderr.toString('utf8').trim()}`,
    };
  const answer = bodyOf(stdout);
  const token = isDict(answer) ? textOf(answer.IdentityToken) : '';
  const result = { login_result: isDict(answer) ? { Status: answer.Status, IdentityToken: token } : {} };
  return keeping(given, known, { token, result, isAsked: true });
}

interface Answer {
  readonly token: string;
  readonly result: Result;
  /** The registry was asked, which counts as a change where that was wanted. */
  readonly isAsked: boolean;
}

function keeping(given: Params, known: Known, { token, result, isAsked }: Answer): Plan {
  const { registry_url: registry, username = '', password = '' } = given;
  const { settings, store, account } = known;
  const to = { username, password };
  if (store !== undefined) {
    const isKept = account?.username === username && account.password === password;
    const changes = isKept ? [] : [storeChange(store, registry, { from: account, to })];
    return { changes, changed: isAsked || changes.length > 0, result };
  }
  const isKept = hasEntry(settings, registry) && account?.username === username && account.password === password;
  if (isKept && token === '') return { changes: [], changed: isAsked, result };
  const written = writing(given, known, withAccount(settings, registry, { ...to, token }));
  return { result, ...written };
}

function writing({ config_path: where }: Params, { config, parents }: Known, settings: Inspected): Plan {
  const made = makeDirectories(parents, { ...NO_ATTRIBUTES, mode: '0700' }, { owner: undefined, group: undefined });
  if (!made.ok) return { changes: [], failed: made.problem };
  return {
    changes: [
      ...made.changes,
      {
        kind: 'write',
        path: config.exists ? config.resolved : where,
        content: bytesOfConfig(settings),
        attributes: config.exists ? {} : { mode: 0o600 },
        before: resolved(config),
        secret: true,
      },
    ],
  };
}

const resolved = (config: FileSeen): FileSeen => (config.exists ? asFile(config) : config);
const asFile = (config: FilePresent): FilePresent => ({ ...config, path: config.resolved });

function planLogout(given: Params, known: Known): Plan {
  const { registry_url: registry } = given;
  const result = { login_result: {} };
  const { store, account, settings } = known;
  if (store !== undefined)
    return { changes: account ? [storeChange(store, registry, { from: account, to: undefined })] : [], result };
  if (!hasEntry(settings, registry)) return { changes: [], result };
  return { result, ...writing(given, known, withoutAccount(settings, registry)) };
}

// The Pythons that stay up on the hosts of a run: one for each connection, identity, interpreter and start-up environment.

import type { Connection, HostFailure, Identity } from '../../host/index.ts';
import { Helper, type Version } from './helper.ts';

export interface HelperRequest {
  readonly identity: Identity;
  /** sh text that starts it. */
  readonly launch: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly supports: (version: Version) => boolean;
}

export type OpenedHelper =
  | { readonly kind: 'helper'; readonly helper: Helper }
  /** The connection runs one program at a time. */
  | { readonly kind: 'alone' }
  | { readonly kind: 'lost'; readonly failure: HostFailure };

/** Variables that Python, or the loader of its libraries, reads only when it starts. */
const AT_START = /^(?:PYTHON|LD_|LANG$|LC_|LANGUAGE$|MALLOC_|GLIBC_)/;

/** Keeps them for as long as the connection lasts. */
export class Pythons {
  readonly #helpers = new WeakMap<Connection, Map<string, Promise<OpenedHelper>>>();

  /** A helper that is up; started where there is none yet, or where the last one ended. */
  async helper(connection: Connection, request: HelperRequest): Promise<OpenedHelper> {
    const helpers = this.#helpers.get(connection) ?? new Map<string, Promise<OpenedHelper>>();
    this.#helpers.set(connection, helpers);
    const atStart = Object.entries(request.environment).filter(([name]) => AT_START.test(name));
    const key = JSON.stringify([identityKey(request.identity), request.launch, atStart]);
    const known = helpers.get(key);
    const up = await known;
    if (up?.kind === 'helper' && up.helper.open) return up;
    if (known !== undefined && helpers.get(key) !== known) return this.helper(connection, request);
    const opening = open(connection, request, exports(atStart));
    helpers.set(key, opening);
    return opening;
  }
}

async function open(connection: Connection, request: HelperRequest, environment: string): Promise<OpenedHelper> {
  const started = await connection.start(request.identity, `${environment}${request.launch}`);
  if (started.ok) return { kind: 'helper', helper: new Helper(started.value, request.supports) };
  if (started.failure.kind === 'no-channel') return { kind: 'alone' };
  return { kind: 'lost', failure: started.failure };
}

// Nothing secret is lost by it: the text is read by a shell, and is in no argument.
function exports(variables: readonly (readonly [string, string])[]): string {
  return variables.map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}';`).join('');
}

function identityKey(identity: Identity): string {
  return identity.kind === 'login'
    ? 'login'
    : JSON.stringify([identity.method, identity.user, identity.flags, identity.exe]);
}

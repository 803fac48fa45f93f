// The key of a personal archive: Launchpad names it, and Ubuntu's server of keys has it.

import { costlyRun, file } from '../../plan/ask.ts';
import type { Change } from '../../plan/change.ts';
import type { RunLook } from '../../plan/look.ts';
import { type Plan, stage } from '../../plan/plan.ts';
import { downloadRequest } from '../files/download/request.ts';
import { baseName } from '../files/paths.ts';
import { rewritten } from './rewritten.ts';
import type { Archive } from './source-line.ts';

export interface KeyOptions {
  /** The file of the source, after which that of the key is called. */
  readonly path: string;
  /** Whether certificates are checked. */
  readonly validate: boolean;
}

type Onwards = (key: readonly Change[]) => Plan;

/** Fetches the key of an archive, and goes on with the changes that make it trusted. */
export function withArchiveKey({ owner, name }: Archive, options: KeyOptions, onwards: Onwards): Plan {
  const named = `https://launchpad.net/api/1.0/~${owner}/+archive/${name}`;
  return {
    changes: [],
    next: stage({
      looks: { information: fetching(named, options) },
      plan: ({ information }) => {
        const fingerprint = fingerprintIn(information.stdout.toString('utf8'));
        if (information.code === 0 && fingerprint !== undefined) return fetchKey(fingerprint, options, onwards);
        const why = information.stderr.toString('utf8').trim() || `${named} names no key`;
        return { changes: [], failed: `failed to fetch PPA information, error was: ${why}` };
      },
    }),
  };
}

function fetching(url: string, { validate }: KeyOptions): RunLook {
  const { script, stdin } = downloadRequest(url, validate);
  return costlyRun({ script, args: [], stdin }, []);
}

function fetchKey(fingerprint: string, options: KeyOptions, onwards: Onwards): Plan {
  const server = `https://keyserver.ubuntu.com/pks/lookup?op=get&options=mr&exact=on&search=0x${fingerprint}`;
  const name = baseName(options.path)
    .replace(/\.list$/, '')
    .replaceAll(' ', '_');
  return {
    changes: [],
    next: stage({
      looks: {
        key: fetching(server, options),
        there: file(`/etc/apt/trusted.gpg.d/${name}.asc`, { content: 'all' }),
      },
      plan: ({ key, there }) => {
        const armored = key.stdout.toString('latin1');
        if (key.code !== 0 || !armored.includes('BEGIN PGP PUBLIC KEY BLOCK'))
          return { changes: [], failed: `the key ${fingerprint} cannot be had: ${key.stderr.toString('utf8').trim()}` };
        const trusted = rewritten(there, armored, '0644');
        return 'problem' in trusted ? { changes: [], failed: trusted.problem } : onwards(trusted.changes);
      },
    }),
  };
}

function fingerprintIn(json: string): string | undefined {
  return /"signing_key_fingerprint":\s*"([0-9A-Fa-f]{8,})"/.exec(json)?.[1];
}

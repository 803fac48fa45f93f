// Plans a download: whether one is needed, to which path, and what it must come to.

import { costlyRun, file } from '../../../plan/ask.ts';
import type { Change, CopyPath, Performed } from '../../../plan/change.ts';
import type { FileLook, FileSeen, RunLook, RunSeen } from '../../../plan/look.ts';
import { type Plan, type Result, stage } from '../../../plan/plan.ts';
import {
  type Accounts,
  type AttributeParams,
  accountLooks,
  attributeDetails,
  wantedAttributes,
} from '../attributes.ts';
import { fileFields, freshFile } from '../fields.ts';
import { afterwards, leftAt } from '../left.ts';
import { join, parentOf, trimSlashes } from '../paths.ts';
import { type Checksum, checksumOf, parseChecksum } from './checksum.ts';
import {
  type Downloader,
  downloaderOf,
  nameByHeaders,
  nameByUrl,
  programLook,
  type RequestParams,
  request,
  shownUrl,
} from './request.ts';

export interface DownloadParams extends RequestParams, AttributeParams {
  readonly dest: string;
  readonly force: boolean;
  readonly backup: boolean;
  readonly checksum: string;
}

/** Bytes of a file that is replaced, kept so that it can be put back. */
const KEPT = 1024 * 1024;

export function downloadLooks(params: DownloadParams) {
  const path = trimSlashes(params.dest);
  return {
    ...placeLooks(params, path),
    parent: file(parentOf(path)),
    programs: programLook(),
    ...accountLooks(params, path),
  };
}

function placeLooks(params: DownloadParams, path: string): { readonly itself: FileLook; readonly target: FileLook } {
  const checksum = parseChecksum(params.checksum);
  const algorithm = 'problem' in checksum ? 'sha1' : checksum.algorithm;
  const details = attributeDetails(params);
  return { itself: file(path, { follow: false, details }), target: file(path, { digest: algorithm, details }) };
}

interface Place {
  readonly itself: FileSeen;
  readonly target: FileSeen;
}

export interface DownloadSeen extends Place, Accounts {
  readonly parent: FileSeen;
  readonly programs: RunSeen;
}

const failed = (problem: string, params: DownloadParams): Plan => ({
  changes: [],
  failed: problem,
  result: { url: shownUrl(params.url), dest: params.dest },
});

export function planDownload(params: DownloadParams, seen: DownloadSeen): Plan {
  const program = downloaderOf(seen.programs);
  if (!seen.parent.exists) return failed(`Destination ${seen.parent.path} does not exist`, params);
  if (seen.target.exists && seen.target.type === 'directory') return intoDirectory(params, seen, program);
  if (params.dest.endsWith('/')) return failed(`Destination ${trimSlashes(params.dest)} does not exist`, params);
  return decide({ params, program, accounts: seen, dest: params.dest, always: params.force }, seen);
}

interface How {
  readonly params: DownloadParams;
  readonly program: Downloader | undefined;
  readonly accounts: Accounts;
  readonly dest: string;
  /** Also where the file is there already. */
  readonly always: boolean;
}

// The server may have a name for what it sends.
function intoDirectory(params: DownloadParams, seen: DownloadSeen, program: Downloader | undefined): Plan {
  const head = request(program, params, true);
  if (!head.ok) return failed(head.problem, params);
  return {
    changes: [],
    next: stage({
      looks: { headers: reading(head) },
      plan: ({ headers }) => {
        const name = nameByHeaders(headers.stdout.toString('utf8')) ?? nameByUrl(params.url);
        const dest = join(params.dest, name);
        return {
          changes: [],
          next: stage({
            looks: placeLooks(params, dest),
            plan: (place) => decide({ params, program, accounts: seen, dest, always: true }, place),
          }),
        };
      },
    }),
  };
}

// Nothing on the host says when an answer of the network is old.
function reading({ script, stdin }: { readonly script: string; readonly stdin: Buffer }): RunLook {
  return costlyRun({ script, args: [], stdin }, []);
}

function decide(how: How, place: Place): Plan {
  const { params, program, dest } = how;
  if (place.target.exists && place.target.type === 'directory')
    return failed(`${dest} is a directory; it is not replaced by a file`, params);
  if (params.checksum === '') return place.target.exists ? compare(how, place) : settle(how, place, { same: false });
  const checksum = parseChecksum(params.checksum);
  if ('problem' in checksum) return failed(checksum.problem, params);
  if (!checksum.isUrl) return byChecksum(how, place, checksum);
  const list = request(program, { ...params, url: checksum.value });
  if (!list.ok) return failed(list.problem, params);
  return {
    changes: [],
    next: stage({
      looks: { list: reading(list) },
      plan: ({ list }) => {
        if (list.code !== 0)
          return failed(
            `the checksums at ${checksum.value} cannot be had: ${list.stderr.toString('utf8').trim()}`,
            params,
          );
        const value = checksumOf(list.stdout.toString('utf8'), nameByUrl(params.url));
        if (value === undefined)
          return failed(`there is no checksum for '${nameByUrl(params.url)}' at ${checksum.value}`, params);
        return byChecksum(how, place, { ...checksum, value });
      },
    }),
  };
}

function byChecksum(how: How, place: Place, checksum: Checksum): Plan {
  const same = place.target.exists && place.target.digest === checksum.value;
  return settle(how, place, { same, checksum });
}

// A pipe answers what its last program does, so what the first one answered comes behind the digest.
const DIGESTED = '{ { FETCH; echo "code $?" >&4; } | sha1sum; } 4>&1';

// Without a checksum only the bytes tell whether they differ: they are fetched to be counted, so that a check run knows as well.
function compare(how: How, place: Place): Plan {
  const { params, program, always } = how;
  if (!always) return settle(how, place, { same: true });
  const fetched = request(program, params);
  if (!fetched.ok) return failed(fetched.problem, params);
  return {
    changes: [],
    next: stage({
      looks: { fetched: reading({ ...fetched, script: DIGESTED.replace('FETCH', () => fetched.script) }) },
      plan: ({ fetched }) => {
        const said = fetched.stdout.toString('utf8');
        const digest = /^[0-9a-f]{40}/m.exec(said)?.[0];
        if (digest === undefined || !/^code 0$/m.test(said)) {
          return failed(`Request failed: ${fetched.stderr.toString('utf8').trim()}`, params);
        }
        return settle(how, place, { same: place.target.exists && place.target.digest === digest });
      },
    }),
  };
}

function settle(how: How, place: Place, found: { readonly same: boolean; readonly checksum?: Checksum }): Plan {
  const { params, program, dest, accounts } = how;
  const { itself, target } = place;
  const result = { url: shownUrl(params.url), dest };
  if (found.same && target.exists) {
    const before = { ...target, path: target.resolved };
    const wanted = wantedAttributes(params, accounts, before, before);
    if (!wanted.ok) return failed(wanted.problem, params);
    const set: Change = { kind: 'attributes', path: before.path, follow: false, attributes: wanted.attributes, before };
    const sha1 = found.checksum === undefined || found.checksum.algorithm === 'sha1' ? target.digest : undefined;
    const report = (performed: readonly Performed[]): Result => ({
      ...fileFields(leftAt(performed, wanted.after)),
      ...result,
      ...(sha1 !== undefined && { checksum_src: sha1, checksum_dest: sha1 }),
      elapsed: 0,
      msg: 'file already exists',
    });
    return { changes: wanted.differs ? [set] : [], result: report([]), next: afterwards(report) };
  }
  const fetched = request(program, params);
  if (!fetched.ok) return failed(fetched.problem, params);
  const old = itself.exists ? file(itself.path, { follow: false, content: 'all', limit: KEPT }) : undefined;
  return {
    changes: [],
    next: stage({ looks: { old }, plan: ({ old }) => download(how, old ?? itself, fetched, found.checksum) }),
  };
}

function download(
  how: How,
  before: FileSeen,
  producer: { readonly script: string; readonly stdin: Buffer },
  checksum: Checksum | undefined,
): Plan {
  const { params, dest, accounts } = how;
  const replaced: FileSeen = before.exists && before.type === 'link' ? { exists: false, path: before.path } : before;
  const wanted = wantedAttributes(
    params,
    accounts,
    replaced,
    freshFile(before.path, 'file', before.exists ? undefined : before.maker),
  );
  if (!wanted.ok) return failed(wanted.problem, params);
  const url = shownUrl(params.url);
  const copy: CopyPath = {
    kind: 'copy',
    from: url,
    producer: { script: producer.script, stdin: producer.stdin },
    ...(checksum && { checksum: { algorithm: checksum.algorithm, hex: checksum.value } }),
    path: before.path,
    attributes: wanted.attributes,
    before,
    source: { exists: false, path: url },
    ...(params.backup && { backup: true }),
    ...(params.unsafe_writes && { inPlace: true }),
  };
  const report = (left: FileSeen, performed: readonly Performed[], md5?: FileSeen): Result => ({
    ...fileFields(leftAt(performed, wanted.after)),
    url,
    dest,
    // What a file of the host is asked for has no status.
    status_code: url.startsWith('file:') ? null : 200,
    elapsed: Math.floor(((performed[0]?.ended ?? 0) - (performed[0]?.started ?? 0)) / 1000),
    checksum_dest: replaced.exists && replaced.digest !== undefined ? replaced.digest : null,
    ...(md5?.exists && md5.digest !== undefined && { md5sum: md5.digest }),
    msg: `OK (${left.exists && left.inode !== 0 ? left.size : 'unknown'} bytes)`,
    ...(left.exists && left.digest !== undefined && { checksum_src: left.digest }),
  });
  return {
    changes: [copy],
    result: report(before, []),
    next: stage({
      looks: {
        left: file(before.path, { follow: false, digest: 'sha1' }),
        md5: file(before.path, { follow: false, digest: 'md5' }),
      },
      plan: ({ left, md5 }, performed) => ({ changes: [], result: report(left, performed, md5) }),
    }),
  };
}

// Plans images of Docker: where they come from, what they are called, where they go to.

import { file } from '../../plan/ask.ts';
import type { Performed } from '../../plan/change.ts';
import type { FileSeen, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, stage } from '../../plan/plan.ts';
import {
  dockerChange,
  dockerFailure,
  dockerLook,
  dockerTrouble,
  type Inspected,
  inspectedFirst,
  leaving,
  listAt,
  textOf,
} from './client.ts';
import { archiving, isNewToRegistry, nameOf, otherName, pushing, tagging } from './images/afterwards.ts';
import { archived, archiveLook } from './images/archive.ts';
import { isImageId, splitName } from './images/names.ts';
import type { ImageParams } from './images/params.ts';
import { bringing } from './images/source.ts';

export { imageParams, refuseImage } from './images/params.ts';

/** What docker_image looks at. */
export function imageLooks(given: ImageParams) {
  const { state, source, build, load_path, archive_path } = given;
  const other = otherName(given);
  const isPresent = state === 'present';
  return {
    image: dockerLook(given, 'image', nameOf(given)),
    other: isPresent && other !== undefined ? dockerLook(given, 'image', other) : undefined,
    context: isPresent && source === 'build' && build ? file(build.path) : undefined,
    source: isPresent && source === 'load' && load_path !== undefined ? archiveLook(load_path) : undefined,
    archive: isPresent && archive_path !== undefined ? archiveLook(archive_path) : undefined,
  };
}

interface Seen {
  readonly image: RunSeen;
  readonly other: RunSeen | undefined;
  readonly context: FileSeen | undefined;
  readonly source: RunSeen | undefined;
  readonly archive: RunSeen | undefined;
}

/** What docker_image does. */
export function planImage(given: ImageParams, seen: Seen): Plan {
  const trouble = dockerTrouble(seen.image) ?? (seen.other && dockerTrouble(seen.other));
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const image = inspectedFirst(seen.image);
  const reference = nameOf(given);
  if (given.state === 'absent') return planAbsent(given, image);
  if (given.source === 'local' && !image) return { changes: [], failed: `Cannot find the image ${reference} locally.` };
  if (given.source === 'local' || (image && !given.force_source))
    return planNames(given, seen, { image, actions: [], isChanged: false });
  if (isImageId(given.name) && given.source !== 'load')
    return { changes: [], failed: `an image that is named by its id cannot come from source=${given.source ?? ''}` };
  return planComing(given, seen, image);
}

// What has been done so far.
interface Way {
  readonly image: Inspected | undefined;
  readonly actions: readonly string[];
  readonly isChanged: boolean;
  readonly result?: Result;
}

function planComing(given: ImageParams, seen: Seen, image: Inspected | undefined): Plan {
  const reference = nameOf(given);
  const id = idInArchive(given, seen);
  if (typeof id === 'object') return { changes: [], failed: id.problem };
  const context = seen.context;
  if (context && !context.exists)
    return {
      changes: [],
      failed: `Requested build path ${given.build?.path ?? ''} could not be found or you do not have access.`,
    };
  const { change, action } = bringing(given, {
    reference,
    isThere: image !== undefined,
    ...(id !== undefined && { id }),
  });
  return {
    changes: [change],
    changed: false,
    failure: (failed) => dockerFailure(failed, `Error ${VERBS[given.source ?? 'pull']} image ${reference}`),
    next: stage({
      looks: { image: dockerLook(given, 'image', reference) },
      plan: ({ image: after }, performed) => {
        const now = inspectedFirst(after);
        if (!now) return { changes: [], changed: true, failed: `the image ${reference} is not there afterwards` };
        const isChanged = isOther(given, { before: image, now, performed });
        return planNames(given, seen, { image: now, actions: [action], isChanged, result: outputOf(given, performed) });
      },
    }),
  };
}

const VERBS = { build: 'building', load: 'loading', pull: 'pulling', local: 'finding' } as const;

// In check mode nobody knows what a registry has or a build gives: the image that is there is taken to be the same, but for a build.
function isOther(
  { source }: ImageParams,
  {
    before,
    now,
    performed,
  }: {
    readonly before: Inspected | undefined;
    readonly now: Inspected;
    readonly performed: readonly Performed[];
  },
): boolean {
  if (performed.length === 0 && source === 'build') return true;
  return before?.Id !== now.Id;
}

function outputOf({ source }: ImageParams, performed: readonly Performed[]): Result {
  const [done] = performed;
  if (done === undefined || source === 'pull') return {};
  const [out, errors] = [done.stdout, done.stderr].map((stream) => stream.toString('utf8').trim());
  const stdout = out || errors || '';
  return { stdout, stdout_lines: stdout.split('\n') };
}

// The id that an archive says; nothing where it says none.
function idInArchive(given: ImageParams, { source }: Seen): string | undefined | { readonly problem: string } {
  if (source === undefined) return undefined;
  const { load_path = '' } = given;
  const plain = splitName(given.name, '').name;
  const images = archived(source);
  if (images === 'absent')
    return { problem: `Error loading image ${plain}. Specified path ${load_path} does not exist.` };
  if (images === 'unreadable')
    return { problem: `Error loading image ${plain}. ${load_path} cannot be read; use become.` };
  if (images.length === 0) return undefined;
  const reference = nameOf(given);
  const found = images.find(({ id, names }) => names.includes(reference) || reference === `sha256:${id}`);
  if (found) return `sha256:${found.id}`;
  const others = images.flatMap(({ id, names }) => (names.length > 0 ? names : [`sha256:${id}`]));
  return {
    problem: `The archive did not contain image '${reference}'. Instead, found ${others.map((one) => `'${one}'`).join(', ')}.`,
  };
}

// Another name, an archive and a push are no matter of where the image came from.
function planNames(given: ImageParams, seen: Seen, way: Way): Plan {
  const tagged = tagging(given, seen.other, way.image);
  const saved = archiving(given, seen.archive, way.image);
  const pushed = pushing(given);
  const actions = [...way.actions, ...tagged.actions, ...saved.actions, ...pushed.actions];
  const result = { ...way.result, actions, image: way.image ?? {} };
  const isChanged = way.isChanged || tagged.changes.length > 0 || saved.changes.length > 0;
  const changes = [...tagged.changes, ...saved.changes, ...pushed.changes];
  if (changes.length === 0) return { changes, changed: isChanged, result };
  return {
    changes,
    changed: isChanged,
    result,
    next: stage({
      looks: { image: dockerLook(given, 'image', nameOf(given)) },
      plan: ({ image: after }, performed) => {
        const image = inspectedFirst(after) ?? {};
        if (!given.push) return { changes: [], changed: isChanged, result: { ...result, image } };
        const isNew = isNewToRegistry(performed);
        const push_status = isNew ? 'Pushed' : 'Layer already exists';
        return {
          changes: [],
          changed: isChanged || isNew,
          result: { ...result, image: { ...image, push_status } },
        };
      },
    }),
  };
}

function planAbsent(given: ImageParams, image: Inspected | undefined): Plan {
  if (!image) return { changes: [], result: { actions: [], image: {} } };
  const reference = nameOf(given);
  const names = listAt(image, 'RepoTags').map(textOf);
  const isElsewhere = names.some((name) => name !== reference) && !isImageId(reference);
  const change = dockerChange(given, {
    title: `remove the image ${reference}`,
    words: ['image', 'rm', ...(given.force_absent ? ['--force'] : []), reference],
    undo: isElsewhere
      ? ['image', 'tag', textOf(image.Id), reference]
      : { cannot: `the image ${reference} is not kept` },
    leaves: leaving(dockerLook(given, 'image', reference), undefined),
    before: `the image ${reference}\n`,
  });
  return { changes: [change], result: { actions: [`Removed image ${reference}`], image: { state: 'Deleted' } } };
}

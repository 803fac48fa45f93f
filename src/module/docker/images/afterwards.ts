// What may follow when an image is there: another name, an archive, a push.

import type { Performed, RunCommand } from '../../../plan/change.ts';
import type { RunSeen } from '../../../plan/look.ts';
import { dockerChange, dockerLook, type Inspected, inspectedFirst, leaving, listAt, textOf } from '../client.ts';
import { archived, archiveHolding, archiveLook } from './archive.ts';
import { isImageId, referenceOf, splitName } from './names.ts';
import type { ImageParams } from './params.ts';

/** The whole name of the image. */
export const nameOf = ({ name, tag }: ImageParams): string => referenceOf(name, tag);

/** The other name that is asked for. The tag in the name goes before the parameter. */
export function otherName({ name, tag, repository }: ImageParams): string | undefined {
  if (repository === undefined) return undefined;
  const own = isImageId(name) ? tag : splitName(name, tag).tag;
  return referenceOf(repository, own.includes(':') ? 'latest' : own);
}

/** Something that follows: changes, and what Ansible calls them. */
export interface Step {
  readonly changes: readonly RunCommand[];
  readonly actions: readonly string[];
}

const NOTHING: Step = { changes: [], actions: [] };

/** Whether the push, which is the last of all, brought something. In check mode it is taken to. */
export function isNewToRegistry(performed: readonly Performed[]): boolean {
  const done = performed.at(-1);
  return done === undefined || /^[0-9a-f]+: (Pushed|Mounted)/m.test(done.stdout.toString('utf8'));
}

/** Gives it another name. */
export function tagging(given: ImageParams, seen: RunSeen | undefined, image: Inspected | undefined): Step {
  const name = otherName(given);
  if (name === undefined || seen === undefined) return NOTHING;
  const other = inspectedFirst(seen);
  if (other && (other.Id === image?.Id || !given.force_tag)) return NOTHING;
  const reference = nameOf(given);
  const renamed = { ...image, RepoTags: [...listAt(image, 'RepoTags'), name] };
  const change = dockerChange(given, {
    title: `tag the image ${reference} as ${name}`,
    words: ['image', 'tag', reference, name],
    undo: other ? ['image', 'tag', textOf(other.Id), name] : ['image', 'rm', name],
    leaves: [name, reference].flatMap((one) => leaving(dockerLook(given, 'image', one), renamed)),
    before: other ? `${name} is ${textOf(other.Id)}\n` : '',
    after: `${name} is ${textOf(image?.Id)}\n`,
  });
  return { changes: [change], actions: [`Tagged image ${reference} to ${name}`] };
}

/** Saves it to an archive that has it not yet. */
export function archiving(given: ImageParams, seen: RunSeen | undefined, image: Inspected | undefined): Step {
  const { archive_path: path } = given;
  if (path === undefined || seen === undefined) return NOTHING;
  const reference = nameOf(given);
  const id = textOf(image?.Id).replace(/^sha256:/, '');
  const images = archived(seen);
  const isAbsent = images === 'absent';
  const isSame = Array.isArray(images) && images.some((one) => one.id === id && one.names.includes(reference));
  if (isSame) return NOTHING;
  const change = dockerChange(given, {
    title: `save the image ${reference} to ${path}`,
    words: ['image', 'save', '--output', path, reference],
    undo: isAbsent ? { argv: ['rm', '-f', path] } : { cannot: `what was in ${path} is not kept` },
    leaves: [{ kind: 'run', look: archiveLook(path), value: archiveHolding(id, reference) }],
    after: `${reference} in ${path}\n`,
  });
  const why = isAbsent ? 'since none present' : 'overwriting what was there';
  return {
    changes: [{ ...change, touches: [...change.touches, `path:${path}`] }],
    actions: [`Archived image ${reference} to ${path}, ${why}`],
  };
}

/** Pushes it, by its other name where it has one. */
export function pushing(given: ImageParams): Step {
  if (!given.push) return NOTHING;
  const target = otherName(given) ?? nameOf(given);
  const change = dockerChange(given, {
    title: `push the image ${target}`,
    words: ['image', 'push', target],
    undo: { cannot: `what a registry was given is not taken back` },
    leaves: [],
    after: `${target} in its registry\n`,
  });
  return { changes: [change], actions: [`Pushed image ${splitName(given.name, '').name} to ${target}`] };
}

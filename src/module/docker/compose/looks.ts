// What docker_compose_v2 looks at: the files, the containers and images, and what compose would do.

import { file } from '../../../plan/ask.ts';
import type { FileSeen, RunLook } from '../../../plan/look.ts';
import { join } from '../../files/paths.ts';
import { composeLook, downWords, upWords } from './command.ts';
import type { ComposeParams } from './params.ts';

/** What compose looks for where no files are named, in this order. */
const USUAL = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** What docker_compose_v2 looks at. */
export function composeLooks(given: ComposeParams) {
  return {
    dry: dryLook(given),
    containers: composeLook(given, ['ps', '--all', '--no-trunc', '--format', 'json']),
    images: composeLook(given, ['images', '--format', 'json']),
    directory: given.project_src === undefined ? undefined : file(given.project_src),
    files: fileNames(given).map((path) => file(path)),
  };
}

function fileNames({ project_src, files, check_files_existing }: ComposeParams): readonly string[] {
  if (project_src === undefined || !check_files_existing) return [];
  return (files ?? USUAL).map((name) => (name.startsWith('/') ? name : join(project_src, name)));
}

/** What compose would do. What nobody needs to be told beforehand is not asked: a restart is one. */
export function dryLook(given: ComposeParams): RunLook | undefined {
  switch (given.state) {
    case 'present':
      return composeLook(given, upWords(given, { isDry: true, isStarted: true }), true);
    case 'stopped':
      return composeLook(given, upWords(given, { isDry: true, isStarted: false }), true);
    case 'absent':
      return composeLook(given, downWords(given), true);
    case 'restarted':
      return undefined;
    default:
      return given.state;
  }
}

/** Why the files of a project are not there; `undefined` where they are. */
export function missingFiles(
  given: ComposeParams,
  { directory, files }: { readonly directory: FileSeen | undefined; readonly files: readonly FileSeen[] },
): string | undefined {
  const { project_src: source = '' } = given;
  if (directory && !(directory.exists && directory.type === 'directory')) return `"${source}" is not a directory`;
  if (files.length === 0) return undefined;
  if (given.files === undefined)
    return files.some(({ exists }) => exists)
      ? undefined
      : `"${source}" does not contain ${USUAL.slice(0, -1).join(', ')}, or ${USUAL.at(-1)}`;
  const missing = files.find(({ exists }) => !exists);
  return missing && `Cannot find Compose file "${missing.path}" relative to project directory "${source}"`;
}

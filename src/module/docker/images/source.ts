// The changes by which an image comes to be there: built, loaded, or pulled.

import type { RunCommand } from '../../../plan/change.ts';
import { join } from '../../files/paths.ts';
import { dockerChange, dockerCommand, dockerLook, leaving, pairs, textsOf } from '../client.ts';
import type { BuildParams, ImageParams } from './params.ts';
import { predictedImage, pull } from './pull.ts';

/** An image that is to come. */
export interface Coming {
  readonly reference: string;
  readonly isThere: boolean;
  /** Its id, where that can be known. */
  readonly id?: string;
}

/** The change that brings it, and what Ansible calls it. */
export function bringing(given: ImageParams, coming: Coming): { readonly change: RunCommand; readonly action: string } {
  const { reference, isThere, id } = coming;
  const image = { ...predictedImage(reference), ...(id !== undefined && { Id: id }) };
  // What one that is there becomes, nobody knows, unless an archive says it.
  const leaves = isThere && id === undefined ? [] : leaving(dockerLook(given, 'image', reference), image);
  if (given.source === 'build' && given.build)
    return {
      change: { ...building(given, given.build, coming), leaves },
      action: `Built image ${reference} from ${given.build.path}`,
    };
  if (given.source === 'load')
    return {
      change: loading(given, coming, leaves),
      action: `Loaded image ${reference} from ${given.load_path ?? ''}`,
    };
  const change = pull(given, { reference, platform: given.pull?.platform, isThere, leaves });
  return { change, action: `Pulled image ${reference}` };
}

const undoOf = ({ reference, isThere }: Coming) =>
  isThere ? { cannot: `the former image ${reference} has no name` } : ['image', 'rm', reference];

function building(given: ImageParams, build: BuildParams, coming: Coming): RunCommand {
  const change = dockerChange(given, {
    title: `build the image ${coming.reference}`,
    words: buildWords(build, coming.reference),
    undo: undoOf(coming),
    leaves: [],
    after: `the image ${coming.reference}, built from ${build.path}\n`,
  });
  if (!isClassic(build)) return change;
  const command = dockerCommand(given, buildWords(build, coming.reference));
  return { ...change, command: { ...command, env: { ...command.env, DOCKER_BUILDKIT: '0' } } };
}

// The newer builder knows neither limits nor containers that stay.
const isClassic = ({ rm, container_limits }: BuildParams): boolean => !rm || container_limits !== undefined;

function buildWords(build: BuildParams, reference: string): readonly string[] {
  const { path, dockerfile, cache_from = [], container_limits: limits } = build;
  const option = (name: string, value: string | number | undefined): readonly string[] =>
    value === undefined ? [] : [name, String(value)];
  const when = (condition: boolean, word: string): readonly string[] => (condition ? [word] : []);
  return [
    ...['image', 'build', '--tag', reference],
    ...option('--file', dockerfile === undefined || dockerfile.startsWith('/') ? dockerfile : join(path, dockerfile)),
    ...pairs('--build-arg', build.args ?? {}),
    ...cache_from.flatMap((image) => ['--cache-from', image]),
    ...Object.entries(textsOf(build.etc_hosts)).flatMap(([name, address]) => ['--add-host', `${name}:${address}`]),
    ...option('--network', build.network),
    ...option('--platform', build.platform),
    ...option('--target', build.target),
    ...when(build.nocache, '--no-cache'),
    ...when(build.pull, '--pull'),
    ...when(!build.rm, '--rm=false'),
    ...option('--cpuset-cpus', limits?.cpusetcpus),
    ...option('--cpu-shares', limits?.cpushares),
    ...option('--memory', limits?.memory),
    ...option('--memory-swap', limits?.memswap),
    path,
  ];
}

function loading(given: ImageParams, coming: Coming, leaves: RunCommand['leaves']): RunCommand {
  const { load_path = '' } = given;
  return dockerChange(given, {
    title: `load the image ${coming.reference}`,
    words: ['image', 'load', '--input', load_path],
    undo: undoOf(coming),
    leaves,
    after: `the image ${coming.reference}, loaded from ${load_path}\n`,
  });
}

// `vars_files` of a play, found and read for each host: their names may hold facts.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { readVarsFile } from '../../load/vars/vars-file.ts';
import { displayPath } from '../../load/yaml/read-source.ts';
import { error } from '../../model/diagnostic.ts';
import type { Host, Variable } from '../../model/inventory.ts';
import { listed } from '../../model/playbook.ts';
import type { Node } from '../../model/source.ts';
import { str } from '../../template/index.ts';
import { expandHome } from '../controller/home.ts';
import { candidates } from '../controller/search-path.ts';
import { RunError } from '../run-error.ts';
import { variableBindings } from '../scope/layer.ts';
import type { PlayState } from './play-state.ts';

/**
 * Reads the vars files of a host. A name that is undefined is passed over: facts may define it later, so they are read again when
 * the host's facts are there. Tells whether any was passed over. Throws `RunError`.
 */
export async function readVarsFiles(state: PlayState, host: Host): Promise<boolean> {
  const { play } = state;
  const variables: Variable[] = [];
  let passedOver = false;
  for (const node of play.varsFiles) {
    const path = await pathOf(state, host, node);
    if (path === undefined) {
      passedOver = true;
      continue;
    }
    const read = readVarsFile(path, state.run.loader.read);
    if (!read.ok) throw new RunError(read.problems);
    variables.push(...read.value);
    // A later name may hold variables of an earlier file.
    state.layers.setFiles(host.name, variableBindings(variables, state.run.settings.hashBehaviour));
  }
  return passedOver;
}

// Of several the first that exists counts.
async function pathOf(state: PlayState, host: Host, node: Node): Promise<string | undefined> {
  const evaluator = state.evaluator(host);
  const searched: string[] = [];
  let undefinedName = false;
  for (const item of listed(node)) {
    const name = await evaluator.run((evaluation) => evaluation.lenient(item));
    if (name === undefined) {
      undefinedName = true;
      continue;
    }
    const paths = candidates([dirname(state.play.path), state.run.playbookDir], 'vars', expandHome(str(name)));
    const path = paths.find((candidate) => existsSync(candidate));
    if (path !== undefined) return path;
    searched.push(...paths);
  }
  if (undefinedName && searched.length === 0) return undefined;
  throw new RunError([
    error(
      'none of the vars_files exists',
      node.span,
      `searched: ${[...new Set(searched.map(displayPath))].join(', ')}`,
    ),
  ]);
}

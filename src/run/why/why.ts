// `tsplay why`: a variable of a host in each play that takes the host, before the play's first task or at a task of it.

import type { Checked } from '../../model/diagnostic.ts';
import { error } from '../../model/diagnostic.ts';
import type { Play, Playbook, Statement } from '../../model/playbook.ts';
import type { Span } from '../../model/source.ts';
import { nearest } from '../../template/index.ts';
import { flushTask } from '../play/engine-tasks.ts';
import type { PlayState } from '../play/play-state.ts';
import { findStart } from '../play/tags.ts';
import { taskName } from '../play/task-info.ts';
import { readVarsFiles } from '../play/vars-files.ts';
import { checked, openPlays } from '../preview.ts';
import type { RunOptions } from '../run.ts';
import { RunError } from '../run-error.ts';
import { Evaluator } from '../scope/evaluator.ts';
import { Explainer, type Explanation } from './explain.ts';
import { namesSetIn, type Setter, settersIn } from './setters.ts';

export interface WhyRequest {
  readonly variable: string;
  readonly host: string;
  /** The name of a task, or a glob: variables as it sees them. */
  readonly task?: string;
  /** The directory whose `group_vars/` and `host_vars/` count where no playbook is named. */
  readonly directory: string;
}

/** A variable as a play has it. */
export interface PlayExplanation {
  /** Absent where no playbook was named. */
  readonly play?: { readonly name: string; readonly span: Span };
  readonly explanation: Explanation;
  /** Where tasks of the play may set it besides. */
  readonly setters: readonly Setter[];
  /** The known names that are nearest, where nothing sets the variable. */
  readonly meant: readonly string[];
}

/** Explains a variable. Nothing is run, nobody is connected to. */
export function why(options: RunOptions, request: WhyRequest): Promise<Checked<readonly PlayExplanation[]>> {
  return checked(async () => {
    const alone = options.playbooks.length === 0;
    const playbooks = alone ? [hostAlone(request)] : options.playbooks;
    const found: PlayExplanation[] = [];
    for await (const { state } of openPlays({ ...options, playbooks })) {
      const one = await inPlay(state, request);
      if (one) found.push(alone ? { ...one, setters: [] } : { ...one, play: namedPlay(state) });
    }
    if (found.length === 0) throw new RunError([error(nobody(request))]);
    return found;
  });
}

function nobody({ host, task }: WhyRequest): string {
  return task === undefined
    ? `no play takes the host '${host}'`
    : `no play that takes the host '${host}' has a task '${task}'`;
}

function namedPlay({ info, play }: PlayState): { readonly name: string; readonly span: Span } {
  return { name: info.name, span: play.span };
}

async function inPlay(state: PlayState, request: WhyRequest): Promise<PlayExplanation | undefined> {
  const host = state.hosts.find((one) => one.name === request.host);
  const at = host && placeIn(state, request);
  if (!host || !at) return undefined;
  const { run, play, layers } = state;
  await readVarsFiles(state, host);
  const scope = run.variables.taskScope(host, layers, at, []);
  const explainer = new Explainer(scope, new Evaluator(run.surroundings(at).engine, scope));
  const explanation = await explainer.explain(request.variable);
  const setters = settersIn(play, request.variable).filter(
    ({ span }) => !explanation.origins.some(({ binding }) => binding.kind === 'node' && binding.node.span === span),
  );
  const known = explanation.origins.length > 0 || setters.length > 0;
  const meant = known ? [] : nearest(request.variable, [...scope.names(), ...namesSetIn(play)]);
  return { explanation, setters, meant };
}

function placeIn(state: PlayState, { task }: WhyRequest): Statement | undefined {
  if (task === undefined) return flushTask(state.play);
  return findStart([...state.statements, ...state.play.handlers], task, (one) => taskName(one));
}

// A play that says nothing: what remains is what the inventory says.
function hostAlone({ host, directory }: WhyRequest): Playbook {
  const path = `${directory}/-`;
  const span: Span = { file: { path: '-', text: host }, start: 0, end: host.length };
  const nothing = { preTasks: [], roles: [], tasks: [], postTasks: [], handlers: [], varsFiles: [], varsPrompt: [] };
  const hosts = { kind: 'scalar', value: host, span } as const;
  const play: Play = { kind: 'play', hosts, keywords: new Map(), ...nothing, path, span };
  return { path, plays: [play] };
}

// The variables that a play brings: its vars, answers to its prompts, its vars files per host, and what its roles leave to all tasks.

import type { HashBehaviour } from '../../load/vars/merge.ts';
import type { Play, PlaybookImport, RoleBlock, Statement } from '../../model/playbook.ts';
import type { Value } from '../../model/value.ts';
import type { Binding } from '../../template/index.ts';
import { type Layer, mapLayer, nodeBindings } from './layer.ts';
import { type PlayFacts, playMagic } from './magic.ts';
import { isRoleBlock, playRoleLayers } from './statement-vars.ts';

interface SharedLayers {
  readonly vars: readonly Layer[];
  readonly roleVars: readonly Layer[];
  readonly roleDefaults: readonly Layer[];
}

/** The layers of one play, which grow while it runs. */
export class PlayLayers {
  readonly magic: ReadonlyMap<string, () => Value>;
  readonly #play: Play;
  readonly #behaviour: HashBehaviour;
  readonly #roles: RoleBlock[];
  readonly #added: string[] = [];
  readonly #answers = new Map<string, Binding>();
  readonly #files = new Map<string, readonly Layer[]>();
  #layers: SharedLayers | undefined;

  constructor(play: Play, facts: Omit<PlayFacts, 'roles'>, behaviour: HashBehaviour) {
    this.#play = play;
    this.#behaviour = behaviour;
    this.#roles = [...staticRoles(play)];
    const added = this.#added;
    this.magic = playMagic({
      name: facts.name,
      get all() {
        return [...new Set([...facts.all, ...added])];
      },
      get batch() {
        return facts.batch;
      },
      isRemoved: (host) => facts.isRemoved(host),
      roles: this.#roles,
    });
  }

  /** An answer to `vars_prompt`. */
  answer(name: string, answer: Binding): void {
    this.#answers.set(name, answer);
  }

  /** A host that came into being during the play: as in Ansible it shows among the play's until its next batch, whatever the play's pattern. */
  addHost(name: string): void {
    this.#added.push(name);
  }

  /** A batch begins: who is in the play is told anew. */
  forgetAdded(): void {
    this.#added.length = 0;
  }

  /** `include_role` with `public`: its vars and defaults are visible from now on. */
  expose(role: RoleBlock): void {
    this.#roles.push(role);
    this.#layers = undefined;
  }

  /** What `vars_files` gave for a host. */
  setFiles(host: string, bindings: ReadonlyMap<string, Binding>): void {
    this.#files.set(host, bindings.size > 0 ? [mapLayer('play vars_files', bindings)] : []);
  }

  filesOf(host: string): readonly Layer[] {
    return this.#files.get(host) ?? [];
  }

  layers(): SharedLayers {
    if (this.#layers) return this.#layers;
    const roles = playRoleLayers(this.#roles, this.#behaviour);
    const vars = new Map(playVars(this.#play));
    const layers = {
      vars: [mapLayer('play vars_prompt', this.#answers), mapLayer('play vars', vars)],
      roleVars: roles.vars,
      roleDefaults: roles.defaults,
    };
    this.#layers = layers;
    return layers;
  }
}

// What imports its playbook is stronger than the play itself, the outermost import strongest.
function* playVars(play: Play): Generator<readonly [string, Binding]> {
  for (let scope: Play | PlaybookImport | undefined = play; scope; scope = scope.parent) {
    const entry = scope.keywords.get('vars');
    if (entry) yield* nodeBindings(entry.value);
  }
}

/** Roles of `roles:`, then those that their tasks and the play's import, all of which the whole play sees. */
function* staticRoles(play: Play): Generator<RoleBlock> {
  yield* play.roles;
  for (const section of [play.roles, play.preTasks, play.tasks, play.postTasks]) yield* importedRoles(section);
}

function* importedRoles(statements: readonly Statement[]): Generator<RoleBlock> {
  for (const statement of statements) {
    if (statement.kind === 'task') continue;
    if (isRoleBlock(statement) && statement.role.usedBy === 'import_role') yield statement;
    for (const part of [statement.block, statement.rescue, statement.always]) yield* importedRoles(part);
  }
}

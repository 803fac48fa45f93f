// What a module of a host is: parameters, looks and a pure plan; `defineModule` ties their types together.

import type { Value } from '../model/value.ts';
import type { Looks, Seen } from '../plan/look.ts';
import { type Plan, type Stage, stage } from '../plan/plan.ts';
import { checkedArguments, type NamedContext } from './checked-arguments.ts';
import { coerceAll } from './param-types.ts';
import type { Params, ParamsOf } from './params.ts';

/** The controller's disk, for modules that copy from it. */
export interface ControllerFiles {
  /** The file a playbook means by a relative name: role's and playbook's `files/` (or `templates/`), nearest first. `undefined` where there is none. */
  find(kind: 'files' | 'templates', name: string): string | undefined;
  /** Where `find` looks, for the message. */
  searched(kind: 'files' | 'templates', name: string): readonly string[];
  /** Reads a file; vaulted ones decrypted unless told not to. */
  read(path: string, options?: { readonly decrypt?: boolean }): Promise<Buffer>;
  /** Reads a URL as text; throws `ModuleError` where it cannot. */
  fetch(url: string, options: { readonly validate: boolean }): Promise<string>;
  /** Renders a template file with the task's variables, as Ansible's template module does; `variables` come on top. */
  renderFile(path: string, options?: TemplateFileOptions): Promise<string>;
}

/** The options of the template module that change how a file is rendered. */
export interface TemplateFileOptions {
  readonly variables?: ReadonlyMap<string, Value>;
  readonly newlineSequence?: string;
  readonly trimBlocks?: boolean;
  readonly lstripBlocks?: boolean;
  readonly blockStart?: string;
  readonly blockEnd?: string;
  readonly variableStart?: string;
  readonly variableEnd?: string;
  readonly commentStart?: string;
  readonly commentEnd?: string;
  readonly keepTrailingNewline?: boolean;
}

/** What a module may know beside its parameters. None of it may decide what is changed in check mode only: a plan is the same in both. */
export interface ModuleContext {
  /** Whether a diff was asked for, so that looks may fetch what only the diff needs. */
  readonly diff: boolean;
  /** Parameters as they were written, by name or alias; for rules that depend on what was given at all. */
  readonly given: ReadonlySet<string>;
}

/** An example for the manual; a test runs those that say how. */
export interface Example {
  readonly name: string;
  /** A task's YAML, without the leading `- name:`. */
  readonly yaml: string;
}

export interface ModuleDefinition<P extends Params, L extends Looks, X> {
  /** One sentence, for lists. */
  readonly summary: string;
  /** What a user must know beyond the summary. */
  readonly description?: string;
  /** The collection in which Ansible has it; `ansible.builtin` where absent. */
  readonly collection?: string;
  readonly params: P;
  /** The parameter that takes free-form text (`command: ls -l`). */
  readonly freeForm?: keyof P & string;
  /** The result's own fields, for the manual: name to meaning. */
  readonly returns?: Readonly<Record<string, string>>;
  readonly examples?: readonly Example[];
  /** What check mode does where it cannot show the plan, as a sentence for the manual. */
  readonly check?: string;
  /** What of it cannot be taken back, as a sentence for the manual. */
  readonly undo?: string;
  /** What results say where a required parameter is missing, in place of `missing required arguments: ...`. */
  readonly missing?: string;
  /** Why these parameters make no sense together, as a sentence; `undefined` where they do. */
  readonly refuse?: (params: ParamsOf<P>, context: ModuleContext) => string | undefined;
  /** Reads what it needs from the controller's disk. A thrown `ModuleError` fails the task. */
  readonly prepare?: (params: ParamsOf<P>, files: ControllerFiles, context: ModuleContext) => Promise<X>;
  /** What to ask of the host before planning. */
  readonly look?: (params: ParamsOf<P>, prepared: X, context: ModuleContext) => L;
  /** What to do about what was seen. Pure and synchronous. */
  readonly plan: (params: ParamsOf<P>, seen: Seen<L>, prepared: X, context: ModuleContext) => Plan;
}

/** A failure of a module that its user can mend: the message of the failed task. */
export class ModuleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ModuleError';
  }
}

/** What the engine gives a module to start with. */
export interface StartContext extends NamedContext {
  readonly diff: boolean;
  readonly files: ControllerFiles;
}

export type Started =
  | { readonly ok: true; readonly stage: Stage }
  | { readonly ok: false; readonly problems: readonly string[] };

/** A module as the engine uses it. */
export interface Module {
  readonly kind: 'module';
  readonly summary: string;
  readonly description: string;
  readonly collection: string;
  readonly params: Params;
  /** Parameters of the modules it may hand its arguments to. */
  readonly further?: Params;
  readonly freeForm: string | undefined;
  readonly returns: Readonly<Record<string, string>>;
  readonly examples: readonly Example[];
  readonly check?: string;
  readonly undo?: string;
  /** Why arguments that are known as a whole make no sense together, told without a host; `undefined` where they do. */
  readonly refuses?: (args: ReadonlyMap<string, Value>) => string | undefined;
  /** Checks and converts the arguments, reads the controller's disk, and gives the first stage. */
  start(args: ReadonlyMap<string, Value>, context: StartContext): Promise<Started>;
}

/** Declares a module: the default export of a file in `modules/`. */
export function defineModule<const P extends Params, const L extends Looks = Record<never, never>, X = undefined>(
  definition: ModuleDefinition<P, L, X>,
): Module {
  return {
    kind: 'module',
    summary: definition.summary,
    description: definition.description ?? '',
    collection: definition.collection ?? 'ansible.builtin',
    params: definition.params,
    freeForm: definition.freeForm,
    returns: definition.returns ?? {},
    examples: definition.examples ?? [],
    ...(definition.check !== undefined && { check: definition.check }),
    ...(definition.undo !== undefined && { undo: definition.undo }),
    refuses: (args) => refuses(definition, args),
    start: (args, context) => start(definition, args, context),
  };
}

function refuses<P extends Params, L extends Looks, X>(
  { params, refuse }: ModuleDefinition<P, L, X>,
  args: ReadonlyMap<string, Value>,
): string | undefined {
  const all = refuse && coerceAll(params, args, { expandPath: (path) => path });
  return all?.ok ? refuse?.(all.value, { diff: false, given: new Set(args.keys()) }) : undefined;
}

async function start<P extends Params, L extends Looks, X>(
  definition: ModuleDefinition<P, L, X>,
  args: ReadonlyMap<string, Value>,
  context: StartContext,
): Promise<Started> {
  const all = checkedArguments(definition, args, context);
  if (!all.ok) return all;
  const moduleContext = { diff: context.diff, given: new Set(args.keys()) };
  const refusal = definition.refuse?.(all.value, moduleContext);
  if (refusal !== undefined) return { ok: false, problems: [refusal] };
  // Without a `prepare` X is `undefined`; the default of the type parameter says so, which the compiler cannot see here.
  const prepared = await prepare(definition, all.value, context, moduleContext);
  return { ok: true, stage: firstStage(definition, all.value, prepared, moduleContext) };
}

function firstStage<P extends Params, L extends Looks, X>(
  definition: ModuleDefinition<P, L, X>,
  params: ParamsOf<P>,
  prepared: X,
  context: ModuleContext,
): Stage {
  const look = definition.look;
  if (look === undefined) return noLook(definition, params, prepared, context);
  const looks = look(params, prepared, context);
  return stage({ looks, plan: (seen) => definition.plan(params, seen, prepared, context) });
}

function noLook<P extends Params, L extends Looks, X>(
  definition: ModuleDefinition<P, L, X>,
  params: ParamsOf<P>,
  prepared: X,
  context: ModuleContext,
): Stage {
  const nothing: object = {};
  const isNothing = (seen: object): seen is Seen<L> => Object.keys(seen).length === 0;
  return {
    delay: 0,
    looks: {},
    plan: () => {
      if (!isNothing(nothing)) throw new TypeError('unreachable: an empty object has no keys');
      return definition.plan(params, nothing, prepared, context);
    },
  };
}

async function prepare<P extends Params, L extends Looks, X>(
  definition: ModuleDefinition<P, L, X>,
  params: ParamsOf<P>,
  context: StartContext,
  moduleContext: ModuleContext,
): Promise<X> {
  if (definition.prepare) return definition.prepare(params, context.files, moduleContext);
  const absent: unknown = undefined;
  const isAbsent = (value: unknown): value is X => value === undefined;
  if (isAbsent(absent)) return absent;
  throw new TypeError('unreachable');
}

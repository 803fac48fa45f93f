// Modules that only choose another one by what the host is (`package`).

import type { Value } from '../model/value.ts';
import { platform as platformLook } from '../plan/ask.ts';
import type { Platform } from '../plan/look.ts';
import { stage } from '../plan/plan.ts';
import type { Example, Module, Started } from './module.ts';
import type { Params } from './params.ts';

export interface Dispatch {
  readonly summary: string;
  readonly description: string;
  readonly params: Params;
  readonly returns: Readonly<Record<string, string>>;
  readonly examples: readonly Example[];
  /** The modules to choose from, by name. */
  readonly backends: Readonly<Record<string, Module>>;
  /** The name of the one for a host; a name without a module fails the task. */
  readonly choose: (platform: Platform, args: ReadonlyMap<string, Value>) => string;
}

/** A module that hands its arguments to the one that fits the host. Those that do not know an argument only fail where they are chosen. */
export function dispatchModule(dispatch: Dispatch): Module {
  const { summary, description, params, returns, examples } = dispatch;
  return {
    kind: 'module',
    summary,
    description,
    collection: 'ansible.builtin',
    params,
    further: Object.assign({}, ...Object.values(dispatch.backends).map((backend) => backend.params)),
    freeForm: undefined,
    returns,
    examples,
    start: async (args, context): Promise<Started> => {
      const entries = Object.entries(dispatch.backends);
      const started = await Promise.all(
        entries.map(async ([name, module]) => [name, await module.start(args, context)] as const),
      );
      const byName = new Map(started);
      return {
        ok: true,
        stage: stage({
          looks: { platform: platformLook() },
          plan: ({ platform }) => {
            const name = dispatch.choose(platform, args);
            const backend = byName.get(name);
            if (backend === undefined) {
              return {
                changes: [],
                certain: true,
                failed: `Could not find a module for ${name}: tsplay has ${[...byName.keys()].join(', ')}`,
              };
            }
            if (!backend.ok) return { changes: [], failed: backend.problems.join('; '), certain: true };
            return { changes: [], changed: false, next: backend.stage };
          },
        }),
      };
    },
  };
}

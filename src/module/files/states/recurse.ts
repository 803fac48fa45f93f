// recurse: the attributes for everything in a directory, with follow also for what links in it lead to.

import { file, tree } from '../../../plan/ask.ts';
import type { Change } from '../../../plan/change.ts';
import type { FilePresent, FileSeen, TreeSeen } from '../../../plan/look.ts';
import { type Plan, stage } from '../../../plan/plan.ts';
import { attributeDetails } from '../attributes.ts';
import { dress, type FileTask, failed, planned, underOwnName } from './task.ts';

interface Top {
  readonly root: FilePresent;
  /** The changes of the directory itself. */
  readonly own: readonly Change[];
  readonly after: FilePresent;
  readonly path: string;
}

interface Gathered {
  readonly changes: readonly Change[];
  /** Resolved paths whose attributes are settled: links may lead to the same file, or in circles. */
  readonly seen: ReadonlySet<string>;
}

export function planRecursion(task: FileTask, top: Top): Plan {
  if (!task.tree?.exists) return failed(`${top.path} cannot be listed`, { path: top.path });
  return planTree(task, top, task.tree, top.root.resolved, { changes: top.own, seen: new Set([top.root.resolved]) });
}

// What was seen without flags is looked at again, one by one, where flags are asked for: no other program lists them with names of any kind.
function planTree(task: FileTask, top: Top, found: TreeSeen, within: string, before: Gathered): Plan {
  if (found.denied) return failed(`${found.denied[0]} may not be listed; use become`, { path: top.path });
  const details = attributeDetails(task.params);
  if (details.length === 0) return settle(task, top, found.entries, within, before);
  const entries = found.entries.map(({ path }) => file(path, { follow: false, details }));
  return {
    changes: [],
    next: stage({ looks: { entries }, plan: ({ entries }) => settle(task, top, entries, within, before) }),
  };
}

function settle(task: FileTask, top: Top, entries: readonly FileSeen[], within: string, before: Gathered): Plan {
  const changes = [...before.changes];
  const seen = new Set(before.seen);
  for (const entry of entries) {
    if (!entry.exists || seen.has(entry.path)) continue;
    seen.add(entry.path);
    const dressed = dress(task, entry, task.times.kept, within);
    if (!dressed.ok) return failed(dressed.problem, { path: top.path });
    changes.push(...dressed.changes);
  }
  const links = entries.flatMap((entry) => (entry.exists && entry.type === 'link' ? [entry.path] : []));
  if (!task.params.follow || links.length === 0) return planned(changes, top.after, { path: top.path });
  return followLinks(task, top, links, { changes, seen });
}

function followLinks(task: FileTask, top: Top, links: readonly string[], before: Gathered): Plan {
  const details = attributeDetails(task.params);
  const looks = { targets: links.map((path) => file(path, { details })), trees: links.map((path) => tree(path)) };
  const plan = (targets: readonly FileSeen[], trees: readonly TreeSeen[]): Plan => {
    const changes = [...before.changes];
    const seen = new Set(before.seen);
    const below: FilePresent[] = [];
    for (const [index, target] of targets.entries()) {
      if (!target.exists || seen.has(target.resolved)) continue;
      seen.add(target.resolved);
      const own = underOwnName(target);
      const dressed = dress(task, own, task.times.kept);
      if (!dressed.ok) return failed(dressed.problem, { path: top.path });
      changes.push(...dressed.changes);
      below.push(...relocated(trees[index], target));
    }
    if (below.length === 0) return planned(changes, top.after, { path: top.path });
    return planTree(task, top, { exists: true, entries: below }, '/', { changes, seen });
  };
  return { changes: [], next: stage({ looks, plan: ({ targets, trees }) => plan(targets, trees) }) };
}

// A tree that was listed through a link, by its real paths.
function relocated(found: TreeSeen | undefined, link: FilePresent): readonly FilePresent[] {
  return (found?.entries ?? []).map((entry) => {
    const path = link.resolved + entry.path.slice(link.path.length);
    return { ...entry, path, resolved: path };
  });
}

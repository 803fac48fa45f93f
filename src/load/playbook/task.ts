// One task: its action, its loop, its keywords.

import { error } from '../../model/diagnostic.ts';
import type { Loop, Task } from '../../model/playbook.ts';
import { listed } from '../../model/playbook.ts';
import type { MapEntry, MapNode, ScalarNode } from '../../model/source.ts';
import { entryOf } from '../../model/source.ts';
import { didYouMean } from '../diagnostics/nearest.ts';
import { sortKeys, type TaskKeys } from './action.ts';
import { needsModule, shortName } from './builtin-actions.ts';
import { checkEngineAction } from './engine-actions.ts';
import { keywordsOf } from './keyword-map.ts';
import { checkValue } from './keyword-values.ts';
import { KEYWORDS, LOOP_CONTROL } from './keywords.ts';
import { described, hasTag, isNull, isTemplate, placeOfValue } from './nodes.ts';
import { type Place, searchIn } from './place.ts';
import type { Report, Session } from './session.ts';
import { checkConditions, checkTemplates } from './templates.ts';

/** Reads a task; undefined where nothing can be made of it, which was then reported. */
export function readTask(session: Session, node: MapNode, place: Place): Task | undefined {
  const kinds = place.handlers ? KEYWORDS.handler : KEYWORDS.task;
  const own = new Map<string, MapEntry>();
  const collections = entryOf(node, 'collections');
  if (collections) own.set('collections', collections);
  const search = searchIn(place.parent, own);
  const keys = sortKeys(session, node, kinds, search);
  const { action } = keys;
  if (action === undefined) return undefined;
  const keywords = new Map(keywordsOf(session, keys.keywords, kinds));
  if (keys.local) keywords.set('delegate_to', localhost(action.span));
  const loopControl = entryOf(node, 'loop_control')?.value;
  const loop = readLoop(session, keys);
  const name = keywords.get('name')?.value;
  session.once(node, (report) => {
    checkTemplates(session.options.templates, action.args, report);
    for (const text of [action.freeForm, action.variableArgs])
      if (text) checkTemplates(session.options.templates, text, report);
    checkLoopControl(session, entryOf(node, 'loop_control'), report);
  });
  const task: Task = {
    kind: 'task',
    ...(name?.kind === 'scalar' && { name }),
    action,
    keywords,
    ...(loop && { loop }),
    ...(loopControl?.kind === 'map' && { loopControl }),
    handler: place.handlers,
    listen: listed(keywords.get('listen')?.value).filter((item) => item.kind === 'scalar'),
    implicit: false,
    parent: place.parent,
    path: place.path,
    span: node.span,
  };
  if (needsModule(action.word) && !hasTag(action.word)) session.pending.push({ action, search, task });
  checkEngineAction(session, task, keys);
  return task;
}

function localhost(span: ScalarNode['span']): MapEntry {
  const key: ScalarNode = { kind: 'scalar', value: 'delegate_to', span };
  return { key, value: { kind: 'scalar', value: 'localhost', span } };
}

function readLoop(session: Session, { loops }: TaskKeys): Loop | undefined {
  const [entry, second] = loops;
  if (entry === undefined) return undefined;
  if (second)
    session.error(
      `a second loop on one task: '${second.key.value}'`,
      second.key.span,
      'one loop can nest: with_nested',
    );
  const name = String(entry.key.value);
  const lookup = name === 'loop' ? undefined : name.slice('with_'.length);
  session.once(entry.key, (report) => {
    checkTemplates(session.options.templates, entry.value, report);
    if (lookup === undefined) checkValue(entry, { kind: 'loop' }, report);
  });
  if (isNull(entry.value)) {
    // `loop:` without a value is no loop, `with_items:` without one a mistake: so says Ansible.
    if (lookup !== undefined) session.error(`'${name}' has nothing to loop over`, entry.key.span);
    return undefined;
  }
  return { ...(lookup !== undefined && { lookup }), terms: entry.value, span: entry.key.span };
}

function checkLoopControl(session: Session, entry: MapEntry | undefined, report: Report): void {
  if (entry === undefined || isNull(entry.value)) return;
  const { value } = entry;
  if (value.kind !== 'map') {
    const what = isTemplate(value) ? 'a template' : described(value);
    report(error(`'loop_control' takes a mapping, not ${what}`, placeOfValue(entry)));
    return;
  }
  for (const option of value.entries) {
    const name = String(option.key.value);
    const kind = Object.hasOwn(LOOP_CONTROL, name) ? LOOP_CONTROL[name] : undefined;
    if (kind) checkValue(option, kind, report);
    else
      report(
        error(`'${name}' is not a key of loop_control`, option.key.span, didYouMean(name, Object.keys(LOOP_CONTROL))),
      );
    if (kind?.kind === 'conditions') checkConditions(session.options.templates, option, report);
    else checkTemplates(session.options.templates, option.value, report);
  }
}

/** The short name of a task's action. */
export function actionOf(task: Task): string {
  return shortName(task.action.word);
}

// Conditions of tasks (`when`, `that`, `until`, `failed_when`, `changed_when`), judged as Ansible judges them.

import type { Node } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { compileAlone } from '../compile/template.ts';
import { truth } from '../python/index.ts';
import { playbookSpelling } from '../syntax/settings.ts';
import { TemplateSyntaxError } from '../syntax/stream.ts';
import { Context, Frame, Run } from './frame.ts';
import type { Pass } from './pass.ts';
import { locate, type Source } from './place.ts';
import { isTemplate, renderText } from './render.ts';
import type { Template } from './template.ts';

/** Whether a condition holds. Text is an expression; a list holds where all of it does; nothing at all holds. */
export function judge(pass: Pass, condition: Value, source?: Source): boolean {
  if (condition === null || condition === '') return true;
  if (Array.isArray(condition)) return condition.every((item) => judge(pass, item));
  if (typeof condition !== 'string') return truth(condition);
  return judgeText(pass, condition, source ?? { text: condition });
}

/** Whether a condition that is written in YAML holds; a list holds where each of its items does. */
export function judgeNode(pass: Pass, node: Node): boolean {
  if (node.kind === 'list') return node.items.every((item) => judgeNode(pass, item));
  if (node.kind === 'map') return node.entries.length > 0;
  if (node.tag !== undefined && typeof node.value === 'string') {
    throw new TemplateError('a condition that is marked as unsafe or encrypted cannot be evaluated');
  }
  return judge(pass, node.value, typeof node.value === 'string' ? { text: node.value, node } : undefined);
}

function judgeText(pass: Pass, text: string, source: Source): boolean {
  if (!isTemplate(text)) return truth(evaluateExpression(pass, text, source, false));
  // Of what is written, loading has told with its place.
  if (!source.node)
    pass.warn(
      `conditional statements should not include jinja2 templating delimiters such as {{ }} or {% %}. Found: ${text}`,
    );
  const rendered = renderText(pass, text, { source });
  if (typeof rendered !== 'string') return rendered !== null && truth(rendered);
  if (rendered === '') return false;
  return truth(evaluateExpression(pass, rendered, { text: rendered }, false));
}

/** The value of an expression that stands alone (`when`, `debug: var=`). `conditions`: whether `a if b` is one. */
export function evaluateExpression(pass: Pass, text: string, source: Source, conditions = true): Value {
  const { evaluate, mutates } = compileLocated(text, source, conditions);
  const template: Template = {
    body: () => undefined,
    spelling: playbookSpelling,
    definesNothing: true,
    blocks: new Map(),
    mutates,
    only: evaluate,
    variable: undefined,
  };
  const run = new Run(pass, template, source, Context.of(pass, template));
  return run.guard(() => evaluate(new Frame(run, undefined, run.context.vars)));
}

function compileLocated(text: string, source: Source, conditions: boolean): ReturnType<typeof compileAlone> {
  try {
    return compileAlone(text, conditions);
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    const located = new TemplateSyntaxError(error.message, error.at);
    locate(located, source, error.at);
    throw located;
  }
}

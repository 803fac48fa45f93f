// Statements that put templates together, to closures: block, extends, include, import.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { runBlock } from '../engine/blocks.ts';
import { Context, type Execute, type Frame, Output, Run } from '../engine/frame.ts';
import { globals } from '../engine/globals.ts';
import { type LoadedTemplate, loadTemplate, TemplateNotFound } from '../engine/loader.ts';
import { TemplateModule } from '../engine/module.ts';
import { runRoot } from '../engine/run.ts';
import { asSequence, orElse, typeName, Undefined } from '../python/index.ts';
import type { BlockNode, Expression, ExtendsNode, FromImportNode, ImportNode, IncludeNode } from '../syntax/ast.ts';
import { TemplateSyntaxError } from '../syntax/stream.ts';
import { compileExpression } from './expression.ts';
import type { Names } from './names.ts';
import { compileBody } from './statement.ts';

/** Compiles a block: its body is kept under its name, and run from wherever its turn is. */
export function compileBlock(node: BlockNode, names: Names): Execute {
  if (names.blocks.has(node.name)) throw new TemplateSyntaxError(`block '${node.name}' defined twice`, node);
  // Reserved before its body is compiled, which may hold a block of the same name.
  names.blocks.set(node.name, { body: () => undefined, required: node.required });
  const body = compileBody(node.body, { ...names, soft: false });
  names.blocks.set(node.name, { body, required: node.required });
  return (frame, output) => {
    if (!output.muted) runBlock(frame.run.context, node.name, output, node.scoped ? frame : undefined);
    return undefined;
  };
}

/** Compiles `extends`: the parent runs when this template is through, and only its blocks write. */
export function compileExtends(node: ExtendsNode, names: Names): Execute {
  const template = compileExpression(node.template, names);
  return (frame, output) => {
    const { run } = frame;
    const name = template(frame);
    run.at = node;
    if (run.parent) throw new TemplateError('extended multiple times');
    const loaded = loadTemplate(run, templateNames(name));
    run.parent = new Run(run.pass, loaded.template, loaded.source, run.context);
    run.parent.registerBlocks();
    output.muted = true;
    return undefined;
  };
}

function templateNames(value: Value): readonly string[] {
  if (value instanceof Undefined) return value.fail();
  if (typeof value === 'string') return [value];
  const items = asSequence(value);
  if (!items) throw new TemplateError(`the name of a template must be text, not ${typeName(value)}`);
  return items.flatMap(templateNames);
}

/** Compiles `include`. */
export function compileInclude(node: IncludeNode, names: Names): Execute {
  const template = compileExpression(node.template, names);
  return (frame, output) => {
    const name = template(frame);
    frame.run.at = node;
    const loaded = find(frame, templateNames(name), node.ignoreMissing);
    if (!loaded) return undefined;
    const run = inner(frame, loaded, node.withContext);
    const before = frame.run.at;
    frame.run.pass.nested(() => runRoot(run, output));
    frame.run.at = before;
    return undefined;
  };
}

function find(frame: Frame, wanted: readonly string[], ignoreMissing: boolean): LoadedTemplate | undefined {
  try {
    return loadTemplate(frame.run, wanted);
  } catch (error) {
    if (ignoreMissing && error instanceof TemplateNotFound) return undefined;
    throw error;
  }
}

// A run of another template, which sees this one's variables, or only the global functions.
function inner(frame: Frame, { template, source }: LoadedTemplate, withContext: boolean): Run {
  const resolve = (name: string) => (withContext ? frame.lookup(name) : globals.get(name));
  const context = new Context({ resolve });
  const run = new Run(frame.run.pass, template, source, context);
  run.registerBlocks();
  return run;
}

function compileModule(template: Expression, withContext: boolean, names: Names): (frame: Frame) => TemplateModule {
  const name = compileExpression(template, names);
  return (frame) => {
    const wanted = templateNames(name(frame));
    frame.run.at = template;
    const loaded = loadTemplate(frame.run, wanted);
    const run = inner(frame, loaded, withContext);
    const output = new Output();
    frame.run.pass.nested(() => runRoot(run, output));
    return new TemplateModule(loaded.name, run.context, output.written);
  };
}

/** Compiles `import ... as`. */
export function compileImport(node: ImportNode, names: Names): Execute {
  const module = compileModule(node.template, node.withContext, names);
  return (frame) => {
    frame.vars.set(node.target, module(frame));
    return undefined;
  };
}

/** Compiles `from ... import`. */
export function compileFromImport(node: FromImportNode, names: Names): Execute {
  const module = compileModule(node.template, node.withContext, names);
  return (frame) => {
    const from = module(frame);
    for (const { name, as } of node.names) {
      const hint = `the template '${from.name}' does not export the requested name '${name}'`;
      frame.vars.set(
        as,
        orElse(from.get(name), () => frame.originate(new Undefined({ name, hint }), node)),
      );
    }
    return undefined;
  };
}

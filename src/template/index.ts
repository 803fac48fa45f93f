// The public face of the template engine.

export {
  type Call,
  type CallContext,
  type Controller,
  type Filter,
  type Lookup,
  type RenderOptions,
  TemplateError,
  type Test,
} from './callable.ts';
export { checkCondition, checkExpression, checkNode, checkTemplateFile } from './check.ts';
export { evaluateExpression, judge, judgeNode } from './engine/conditional.ts';
export { asCurrent, waitFor } from './engine/current.ts';
export { toDiagnostic } from './engine/diagnose.ts';
export { evaluate, evaluateAsync, type Outcome } from './engine/evaluate.ts';
export { omitToken } from './engine/globals.ts';
export { nearest } from './engine/nearest.ts';
export { type Engine, Pass } from './engine/pass.ts';
export type { Source } from './engine/place.ts';
export {
  isTemplate,
  literalOf,
  renderNode,
  renderTemplateFile,
  renderText,
  type TextOptions,
} from './engine/render.ts';
export { type Binding, layered, nodeScope, type Scope, valueScope } from './engine/scope.ts';
export { RawScopeObject, ScopeObject } from './engine/scope-object.ts';
export { Suspension, Waits } from './engine/waits.ts';
export { templateVariables } from './lookups/template-variables.ts';
export { type Needs, neededByCondition, neededByNode, neededByTemplate } from './needs.ts';
export {
  equals,
  getAttribute,
  getItem,
  PyInstance,
  PyMapping,
  repr,
  str,
  truth,
  typeName,
  Undefined,
} from './python/index.ts';
export { fileSpelling, playbookSpelling, readHeader, type Spelling, withSetting } from './syntax/settings.ts';

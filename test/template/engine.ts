// A template engine for tests: no host, no configuration, a directory of its own where one is given.

import type { Node, ScalarNode, SourceFile } from '../../src/model/source.ts';
import type { Controller, Engine } from '../../src/template/index.ts';

const controller: Controller = {
  searchPath: () => [],
  playbookDir: '/nowhere',
  environment: {},
  decrypt: () => Buffer.from('decrypted'),
  config: () => undefined,
};

/** An engine whose controller is changed in the given points. */
export function engineWith(changes: Partial<Controller> = {}, options: Omit<Engine, 'controller'> = {}): Engine {
  return { ...options, controller: { ...controller, ...changes } };
}

export const engine: Engine = engineWith();

const file: SourceFile = { path: 'vars.yml', text: '' };

/** A scalar node as if it stood in a file. */
export function scalar(value: ScalarNode['value'], tag?: 'unsafe' | 'vault'): ScalarNode {
  return { kind: 'scalar', value, span: { file, start: 0, end: 0 }, ...(tag && { tag }) };
}

/** Plain data as nodes. */
export function nodeOf(data: unknown): Node {
  const span = { file, start: 0, end: 0 };
  if (Array.isArray(data)) return { kind: 'list', items: data.map(nodeOf), span };
  if (typeof data === 'object' && data !== null) {
    return {
      kind: 'map',
      entries: Object.entries(data).map(([key, value]) => ({ key: scalar(key), value: nodeOf(value) })),
      span,
    };
  }
  if (data === null || typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean')
    return scalar(data);
  throw new Error(`no node for ${typeof data}`);
}

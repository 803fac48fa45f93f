// The template engine and the files of a place in a play, kept per directory list.

import type { Statement } from '../../model/playbook.ts';
import type { Value } from '../../model/value.ts';
import type { Controller, Engine } from '../../template/index.ts';
import type { Surroundings } from '../context.ts';
import type { Emitter } from '../emitter.ts';
import type { RunSettings } from '../settings.ts';
import { controllerFiles } from './controller-files.ts';
import { searchPath } from './search-path.ts';

export interface SurroundingsOptions {
  readonly settings: RunSettings;
  readonly playbookDir: string;
  readonly emitter: Emitter;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly decrypt: (ciphertext: string) => Buffer;
  readonly config: (name: string) => Value | undefined;
  readonly isModule: ((word: string) => boolean) | undefined;
}

/** Gives the surroundings of statements; those at the same place share theirs. */
export function surroundingsOf(options: SurroundingsOptions): (statement: Statement) => Surroundings {
  const known = new Map<string, Surroundings>();
  const at = new WeakMap<Statement, Surroundings>();
  const find = (statement: Statement): Surroundings => {
    const path = searchPath(statement, options.playbookDir);
    const key = path.join('\0');
    const found = known.get(key) ?? make(options, path);
    known.set(key, found);
    at.set(statement, found);
    return found;
  };
  return (statement) => at.get(statement) ?? find(statement);
}

function make(options: SurroundingsOptions, path: readonly string[]): Surroundings {
  const { settings, emitter, playbookDir, environment, decrypt, config, isModule } = options;
  const controller: Controller = {
    ...{ searchPath: () => path, playbookDir, environment, decrypt, config },
    ...(isModule && { isModule }),
  };
  const engine: Engine = {
    controller,
    native: settings.native,
    warn: (message) => emitter.warn({ severity: 'warning', message }),
  };
  return {
    engine,
    files: (evaluator) => controllerFiles({ evaluator, controller, managed: settings.managed ?? 'Ansible managed' }),
  };
}

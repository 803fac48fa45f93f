// The controller's disk as modules see it: files are searched as Ansible searches them, vaults opened, templates rendered.

import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { displayPath } from '../../load/yaml/read-source.ts';
import type { Value } from '../../model/value.ts';
import { type ControllerFiles, ModuleError, type TemplateFileOptions } from '../../module/module.ts';
import {
  type Controller,
  fileSpelling,
  readHeader,
  renderTemplateFile,
  type Spelling,
  templateVariables,
} from '../../template/index.ts';
import type { Evaluator } from '../scope/evaluator.ts';
import { LayeredScope, valueLayer } from '../scope/layer.ts';
import { fetchText } from './fetch-text.ts';
import { expandHome } from './home.ts';
import { candidates } from './search-path.ts';

const VAULT = '$ANSIBLE_VAULT;';

export interface FilesOptions {
  readonly evaluator: Evaluator;
  readonly controller: Controller;
  /** DEFAULT_MANAGED_STR. */
  readonly managed: string;
}

/** Files for the modules of one task. */
export function controllerFiles({ evaluator, controller, managed }: FilesOptions): ControllerFiles {
  const searched = (kind: 'files' | 'templates', name: string): readonly string[] =>
    candidates(controller.searchPath(kind), kind, expandHome(name)).map((path) => resolve(path));
  return {
    find: (kind, name) => searched(kind, name).find((path) => existsSync(path)),
    searched,
    read: (path, { decrypt = true } = {}) => read(controller, path, decrypt),
    fetch: fetchText,
    renderFile: (path, options = {}) => renderFile({ evaluator, controller, managed }, path, options),
  };
}

async function read(controller: Controller, path: string, decrypt: boolean): Promise<Buffer> {
  const bytes = await readFile(path).catch((problem: NodeJS.ErrnoException) => {
    // A user's mistake, and so a failure of the task; what is not there is for the caller to say.
    if (problem.code === 'EISDIR') throw new ModuleError(`cannot read '${path}': it is a directory; name a file`);
    if (problem.code === 'EACCES') throw new ModuleError(`cannot read '${path}' on the controller: permission denied`);
    throw problem;
  });
  return decrypt ? opened(controller, bytes) : bytes;
}

function opened(controller: Controller, bytes: Buffer): Buffer {
  return isVault(bytes) ? controller.decrypt(bytes.toString('utf8')) : bytes;
}

function isVault(bytes: Buffer): boolean {
  return bytes.subarray(0, VAULT.length).toString('latin1') === VAULT;
}

async function renderFile(
  { evaluator, controller, managed }: FilesOptions,
  path: string,
  options: TemplateFileOptions,
): Promise<string> {
  const absolute = isAbsolute(path) ? path : resolve(path);
  // Templates are small and read for every host: at once takes a tenth of the processor's time.
  const bytes = readFileSync(absolute);
  const text = opened(controller, bytes).toString('utf8');
  const { body, spelling, skipped } = readHeader(text, spellingOf(options));
  const file = { path: displayPath(absolute), text, ...(isVault(bytes) && ({ secret: true } as const)) };
  const own = templateVariables({ path: absolute, managed });
  const scope = withVariables(evaluator, new Map([...own, ...(options.variables ?? [])]));
  return scope.withPass((pass) => renderTemplateFile(pass, body, spelling, { text: body, file, skipped }));
}

function withVariables(evaluator: Evaluator, variables: ReadonlyMap<string, Value>): Evaluator {
  const { scope } = evaluator;
  const layers = scope instanceof LayeredScope ? scope : new LayeredScope([]);
  return evaluator.in(layers.with(valueLayer('loop', variables)));
}

function spellingOf(options: TemplateFileOptions): Spelling {
  return {
    ...fileSpelling,
    ...(options.newlineSequence !== undefined && { newlineSequence: options.newlineSequence }),
    ...(options.trimBlocks !== undefined && { trimBlocks: options.trimBlocks }),
    ...(options.lstripBlocks !== undefined && { lstripBlocks: options.lstripBlocks }),
    ...(options.blockStart !== undefined && { blockStart: options.blockStart }),
    ...(options.blockEnd !== undefined && { blockEnd: options.blockEnd }),
    ...(options.variableStart !== undefined && { variableStart: options.variableStart }),
    ...(options.variableEnd !== undefined && { variableEnd: options.variableEnd }),
    ...(options.commentStart !== undefined && { commentStart: options.commentStart }),
    ...(options.commentEnd !== undefined && { commentEnd: options.commentEnd }),
    ...(options.keepTrailingNewline !== undefined && { keepTrailingNewline: options.keepTrailingNewline }),
  };
}

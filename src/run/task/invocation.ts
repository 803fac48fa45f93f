// `invocation` of an item's result: every parameter as the module got it, which playbooks read as `item.invocation.module_args`.

import { Dict, isKey, PyFloat, Tuple, type Value } from '../../model/value.ts';
import type { Param } from '../../module/params.ts';
import type { FoundModule } from '../../module/registry.ts';

/** In place of secrets, as Ansible has it. */
const SECRET = 'VALUE_SPECIFIED_IN_NO_LOG_PARAMETER';

/** Modules of ours that act, where Ansible's are modules like others. */
const ACTING = new Set(['ansible.builtin.wait_for', 'ansible.posix.synchronize']);

/** What a module was given, with its defaults; `undefined` of those that only act on the run. */
export function invocationOf(found: FoundModule, args: ReadonlyMap<string, Value>): Dict | undefined {
  const { module, name } = found;
  const isRaw = name === 'ansible.builtin.raw';
  if (isRaw || (module.kind === 'action' && !ACTING.has(name))) return undefined;
  const all = new Dict();
  for (const [word, param] of Object.entries(module.params)) {
    if ((param.info.obsolete !== undefined && word !== 'executable') || word.startsWith('_')) continue;
    const written = [word, ...param.info.aliases].filter((one) => args.has(one));
    // The bytes of a file are long, and may be a secret.
    const value =
      name === 'ansible.builtin.copy' && word === 'content' ? null : seenAs(param, args.get(written[0] ?? word));
    for (const one of [word === module.freeForm ? '_raw_params' : word, ...written]) {
      if (one !== module.freeForm) all.set(one, value);
    }
  }
  if (module.freeForm !== undefined) all.set('_uses_shell', name === 'ansible.builtin.shell');
  return Dict.of([['module_args', all]]);
}

function seenAs(param: Param<unknown>, given: Value | undefined): Value {
  if (param.info.secret && given !== undefined && given !== null) return SECRET;
  const read = param.coerce(given, { expandPath: (path) => path });
  return read.ok ? dataOf(read.value) : (given ?? null);
}

// What parameters are read as: values, and plain data made of them.
function dataOf(read: unknown): Value {
  if (typeof read === 'string' || typeof read === 'number' || typeof read === 'boolean' || typeof read === 'bigint')
    return read;
  if (read instanceof Dict || read instanceof PyFloat || read instanceof Tuple) return read;
  if (Array.isArray(read)) return read.map(dataOf);
  if (typeof read !== 'object' || read === null) return null;
  return Dict.of(Object.entries(read).flatMap(([key, value]) => (isKey(key) ? [[key, dataOf(value)] as const] : [])));
}

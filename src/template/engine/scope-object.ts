// A scope as a value: `hostvars['web1']`, `vars`.

import { Dict, type Key, type Value } from '../../model/value.ts';
import { PyMapping, repr } from '../python/index.ts';
import { current } from './current.ts';
import { decryptedLiteralOf } from './render.ts';
import type { Scope } from './scope.ts';

/** The variables of a scope as a mapping whose values are rendered, each within that scope, when they are asked for. */
export class ScopeObject extends PyMapping {
  readonly typeName: string;
  readonly #scope: Scope;

  constructor(scope: Scope, typeName = 'HostVarsVars') {
    super();
    this.#scope = scope;
    this.typeName = typeName;
  }
  override keys(): Iterable<Key> {
    return this.#scope.names();
  }
  override at(key: Key): Value | undefined {
    return typeof key === 'string' ? current().within(this.#scope).variable(key) : undefined;
  }
  override toDict(): Dict {
    const pass = current().within(this.#scope);
    const dict = new Dict();
    for (const name of this.#scope.names()) {
      const value = pass.variable(name);
      if (value !== undefined) dict.set(name, value);
    }
    return dict;
  }
  override str(): string {
    return repr(this.toDict());
  }
}

function decrypted(ciphertext: string): string {
  return current().controller.decrypt(ciphertext).toString('utf8');
}

/** The variables of a scope as they are written, templates and all, but decrypted: Ansible's `vars`. */
export class RawScopeObject extends PyMapping {
  readonly typeName = 'dict';
  readonly #scope: Scope;

  constructor(scope: Scope) {
    super();
    this.#scope = scope;
  }
  override keys(): Iterable<Key> {
    return this.#scope.names();
  }
  override at(key: Key): Value | undefined {
    const binding = typeof key === 'string' ? this.#scope.lookup(key) : undefined;
    if (!binding) return undefined;
    return binding.kind === 'value' ? binding.value : decryptedLiteralOf(binding.node, decrypted);
  }
  override toDict(): Dict {
    const dict = new Dict();
    for (const key of this.keys()) {
      const value = this.at(key);
      if (value !== undefined) dict.set(key, value);
    }
    return dict;
  }
  override str(): string {
    return repr(this.toDict());
  }
}

// Scalars with an explicit tag: the YAML types that Ansible's loader knows, and its own `!vault` and `!unsafe`.

import type { ScalarNode } from '../../model/source.ts';
import { PyFloat } from '../../model/value.ts';
import { BadScalar, floatValue, intValue, plainValue, type ScalarValue, timestampText } from './plain-scalars.ts';

const CORE = 'tag:yaml.org,2002:';

/** Every tag a playbook may use, as it is written. */
export const KNOWN_TAGS: readonly string[] = [
  '!unsafe',
  '!vault',
  '!vault-encrypted',
  ...['str', 'int', 'float', 'bool', 'null', 'timestamp', 'binary', 'seq', 'map', 'set', 'omap', 'pairs'].map(
    (type) => `!!${type}`,
  ),
  '!!python/unicode',
];

/** A tag as it is written in KNOWN_TAGS, whichever way the file spells it (`!<tag:yaml.org,2002:int>` is `!!int`). */
export function shortTag(written: string): string {
  const verbatim = /^!<(.*)>$/.exec(written);
  const name = verbatim?.[1] ?? written;
  return name.startsWith(CORE) ? `!!${name.slice(CORE.length)}` : name;
}

export interface TaggedScalar {
  readonly value: ScalarValue;
  readonly tag?: NonNullable<ScalarNode['tag']>;
}

/** The value of a scalar under a known tag. */
export function taggedValue(tag: string, text: string): TaggedScalar | BadScalar {
  switch (tag) {
    case '!unsafe':
      return { value: text, tag: 'unsafe' };
    case '!vault':
    case '!vault-encrypted':
      return { value: text, tag: 'vault' };
    default: {
      const value = coreValue(tag, text);
      return value instanceof BadScalar ? value : { value };
    }
  }
}

function coreValue(tag: string, text: string): ScalarValue | BadScalar {
  const refuse = () =>
    new BadScalar(`'${text}' is not what its tag ${tag} says`, 'correct the value, or leave the tag out');
  switch (tag) {
    case '!!str':
    case '!!python/unicode':
      return text;
    case '!!null':
      return null;
    case '!!int':
      return intValue(text) ?? refuse();
    case '!!float': {
      const number = floatValue(text);
      return Number.isNaN(number) && text.toLowerCase() !== '.nan' ? refuse() : new PyFloat(number);
    }
    case '!!bool': {
      const bool = plainValue(text.toLowerCase());
      return typeof bool === 'boolean' ? bool : refuse();
    }
    case '!!timestamp':
      return timestampText(text) ?? refuse();
    case '!!binary':
      return Buffer.from(text, 'base64').toString('utf8');
    default:
      return new BadScalar(`the tag ${tag} is for a list or a mapping, not for '${text}'`, 'leave the tag out');
  }
}

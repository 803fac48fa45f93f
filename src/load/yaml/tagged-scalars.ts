// Explicit tags: the YAML types that Ansible's loader knows, and its own `!vault` and `!unsafe`.

import { type Diagnostic, error } from '../../model/diagnostic.ts';
import type { Node, ScalarNode, Span } from '../../model/source.ts';
import { PyFloat } from '../../model/value.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { BadScalar, floatValue, intValue, plainValue, type ScalarValue, timestampText } from './plain-scalars.ts';

const CORE = 'tag:yaml.org,2002:';

const SCALAR_TAGS = ['!vault', '!vault-encrypted', '!!python/unicode'].concat(
  ['str', 'int', 'float', 'bool', 'null', 'timestamp', 'binary'].map((type) => `!!${type}`),
);
/** The tags that each kind of node may have, as they are written. `!` alone says "no tag" to PyYAML. */
const TAGS: Readonly<Record<Node['kind'], readonly string[]>> = {
  scalar: ['!', '!unsafe', ...SCALAR_TAGS],
  list: ['!', '!unsafe', '!!seq', '!!omap', '!!pairs'],
  map: ['!', '!unsafe', '!!map', '!!set'],
};
const KNOWN_TAGS = [...new Set(Object.values(TAGS).flat())].filter((tag) => tag !== '!');
const KINDS = { scalar: 'a single value', list: 'a list', map: 'a mapping' } as const;

/** A tag that a node may have, whichever way the file spells it (`!<tag:yaml.org,2002:int>` is `!!int`), or what is wrong with it. */
export function knownTag(written: string, kind: Node['kind'], span: Span): string | Diagnostic {
  const verbatim = /^!<(.*)>$/.exec(written);
  const name = verbatim?.[1] ?? written;
  const tag = name.startsWith(CORE) ? `!!${name.slice(CORE.length)}` : name;
  if (TAGS[kind].includes(tag)) return tag;
  if (KNOWN_TAGS.includes(tag)) return error(`the tag ${tag} is not for ${KINDS[kind]}`, span, 'leave the tag out');
  const known = nearest(tag, KNOWN_TAGS);
  const hint = known ? `did you mean '${known}'?` : `a text that starts with '!' must be in quotes`;
  return error(`unknown YAML tag '${tag}'`, span, hint);
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
      return text;
  }
}

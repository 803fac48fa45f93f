// What an unquoted YAML 1.1 scalar means, as PyYAML resolves it.

/** The types of scalars that are not text. */
export type ImplicitType = 'bool' | 'float' | 'int' | 'merge' | 'null' | 'timestamp' | 'value';

const patterns: readonly (readonly [ImplicitType, RegExp])[] = [
  ['bool', /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/],
  [
    'float',
    /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  ],
  [
    'int',
    /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  ],
  ['merge', /^<<$/],
  ['null', /^(?:~|null|Null|NULL|)$/],
  [
    'timestamp',
    /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::?\d\d)?))?)$/,
  ],
  ['value', /^=$/],
];

// Every such scalar starts with one of these, which most text does not.
const start = /^[-+0-9.yYnNtTfFoO~<=]|^$/;

/** The type of an unquoted scalar; `undefined`: text. */
export function implicitType(text: string): ImplicitType | undefined {
  if (!start.test(text)) return undefined;
  return patterns.find(([, pattern]) => pattern.test(text))?.[0];
}

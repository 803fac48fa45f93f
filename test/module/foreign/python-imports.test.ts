import { expect } from 'chai';
import { importsOf, type PythonImport } from '../../../src/module/foreign/python-imports.ts';

/** `from ..a import b,c` as one word: dots, module, names; `?` where the file may do without it. */
function shown({ level, module, names, nested }: PythonImport): string {
  const what = names === undefined ? module : `${'.'.repeat(level)}${module}:${names.join(',')}`;
  return nested ? `${what}?` : what;
}

const CASES: readonly (readonly [source: string, imports: readonly string[]])[] = [
  ['', []],
  ['import os', ['os']],
  ['import os, a.b as c,d . e', ['os', 'a.b', 'd.e']],
  ['from a.b import c', ['a.b:c']],
  ['from a import (b,  # one\n  c as d,\n)\n', ['a:b,c']],
  ['from a import b, \\\n  c', ['a:b,c']],
  ['from a import *', ['a:*']],
  ['from . import x', ['.:x']],
  ['from ..module_utils.x import y as z', ['..module_utils.x:y']],
  ['from .. x import y', ['..x:y']],
  ['from __future__ import a; import b;from c import d', ['__future__:a', 'b', 'c:d']],
  ['import os\r\nimport re\r\n', ['os', 're']],
  // What may be missing
  ['try:\n    import yaml\nexcept ImportError:\n    yaml = None\n', ['yaml?']],
  ['try: import yaml\nexcept ImportError: from a import b', ['yaml?', 'a:b?']],
  ['if PY3: import a', ['a?']],
  ['def f(x: int = 3) -> None:\n\timport late', ['late?']],
  ['class A: from b import c', ['b:c?']],
  ['with open("x:y") as f: import a', ['a?']],
  // What is none
  ['# import a', []],
  ['"""\nimport a\nfrom b import c\n"""\nimport d', ['d']],
  ["DOC = r'''\nimport a\n\\''' import b\n'''\nimport d", ['d']],
  ["x = 'it''s \\' import a'\nimport d", ['d']],
  ['x = "unclosed\nimport d', ['d']],
  ["f'''{x}\nimport a\n'''", []],
  ['x = [\nimport_,\n"import a",\n]\nimport d', ['d']],
  ['imports = 3\nfrom_x = 4\nimportlib.import_module("a")', []],
  ['yield_from = a\n(yield\nfrom b)', []],
  ['x = {"a": 1, "b": lambda: 2}\nimport d', ['d']],
];

describe('imports of a Python file', () => {
  for (const [source, imports] of CASES) {
    it(JSON.stringify(source), () => expect(importsOf(source).map(shown)).to.deep.equal(imports));
  }
});

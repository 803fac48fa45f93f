import { expect } from 'chai';
import { readModule } from '../../../src/module/foreign/module-file.ts';
import { scratch } from '../../support/scratch.ts';

const CASES: readonly (readonly [name: string, source: string | Buffer, style: string, shebang?: readonly string[]])[] =
  [
    [
      'a.py',
      '#!/usr/bin/python\nfrom ansible.module_utils.basic import AnsibleModule\n',
      'python',
      ['/usr/bin/python'],
    ],
    ['b.py', 'import ansible.module_utils.basic', 'python'],
    ['c.py', 'from ansible.module_utils import basic', 'python'],
    ['d.py', 'from ..module_utils.x import y', 'python'],
    ['e.py', '#!/usr/bin/python\n#<<INCLUDE_ANSIBLE_MODULE_COMMON>>\nmain()\n', 'python', ['/usr/bin/python']],
    ['f.py', 'def f():\n  from ansible_collections.a.b.plugins.module_utils.c import d', 'python'],
    [
      'g.py',
      '#!/usr/bin/python\n"""from ansible.module_utils import x"""\nprint("changed=1")',
      'words',
      ['/usr/bin/python'],
    ],
    ['h.py', 'import json\n# WANT_JSON\n', 'json'],
    ['i.sh', '#!/bin/sh -e\n# from ansible.module_utils import x\n# WANT_JSON\n', 'json', ['/bin/sh', '-e']],
    ['j', '#!/bin/bash\ncat <<X\nfrom ansible.module_utils.basic import y\nX\n', 'words', ['/bin/bash']],
    ['k', '#!/usr/bin/env perl\nmy $a = "<<INCLUDE_ANSIBLE_MODULE_JSON_ARGS>>";', 'embedded', ['/usr/bin/env', 'perl']],
    ['l', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), 'binary'],
    ['m.ps1', '#Requires -Module Ansible.ModuleUtils.Legacy', 'powershell'],
    ['n', '#!powershell\n#AnsibleRequires -CSharpUtil Ansible.Basic', 'powershell', ['powershell']],
  ];

describe('what kind of module a file is', () => {
  const place = scratch();
  for (const [name, source, style, shebang = []] of CASES) {
    it(`${name}: ${style}`, () => {
      const read = readModule(place.write(name, source));
      expect({ style: read.style, shebang: read.shebang }).to.deep.equal({ style, shebang });
    });
  }
});

import { expect } from 'chai';
import { discovered, interpreterWish, oldestPythons } from '../../../src/module/foreign/interpreter.ts';

const CANDIDATES = [
  'python3.11',
  'python3.9',
  '/usr/bin/python3',
  '/usr/libexec/platform-python',
  '/usr/bin/python',
  'python',
];
const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n';
const release = (id: string, version: string, like = ''): string =>
  `ID="${id}"\nVERSION_ID="${version}"\nID_LIKE="${like}"\n`;

const CASES: readonly {
  readonly name: string;
  readonly mode?: string;
  readonly has: readonly string[];
  readonly release: string;
  readonly path: string | undefined;
  readonly warning?: RegExp;
}[] = [
  {
    name: 'the own Python of Debian',
    has: ['/usr/bin/python3', '/usr/local/bin/python3.11'],
    release: DEBIAN,
    path: '/usr/bin/python3',
  },
  {
    name: 'of an old Debian',
    has: ['/usr/bin/python', '/usr/bin/python3'],
    release: release('debian', '9'),
    path: '/usr/bin/python',
  },
  {
    name: 'of Ubuntu',
    has: ['/usr/bin/python3', '/usr/bin/python'],
    release: release('ubuntu', '22.04', 'debian'),
    path: '/usr/bin/python3',
  },
  {
    name: 'of Mint, which counts otherwise',
    has: ['/usr/bin/python3', '/usr/bin/python'],
    release: release('linuxmint', '9', 'ubuntu debian'),
    path: '/usr/bin/python3',
  },
  {
    name: 'of Rocky 8',
    has: ['/usr/libexec/platform-python', '/usr/bin/python3'],
    release: release('rocky', '8.9', 'rhel centos fedora'),
    path: '/usr/libexec/platform-python',
  },
  {
    name: 'of Rocky 9',
    has: ['/usr/libexec/platform-python', '/usr/bin/python3'],
    release: release('rocky', '9.3', 'rhel centos fedora'),
    path: '/usr/bin/python3',
  },
  {
    name: 'of CentOS 7',
    has: ['/usr/bin/python'],
    release: release('centos', '7', 'rhel fedora'),
    path: '/usr/bin/python',
  },
  { name: 'of Fedora', has: ['/usr/bin/python3'], release: release('fedora', '40'), path: '/usr/bin/python3' },
  {
    name: 'where the own one is missing',
    has: ['/usr/local/bin/python3.9', '/opt/python'],
    release: DEBIAN,
    path: '/usr/local/bin/python3.9',
    warning:
      /^Distribution debian 12 on host web should use \/usr\/bin\/python3, but is using \/usr\/local\/bin\/python3\.9/,
  },
  {
    name: 'where the distribution is not known',
    has: ['/usr/bin/python3', '/usr/bin/python3.9'],
    release: release('alpine', '3.19'),
    path: '/usr/bin/python3.9',
    warning: /future installation of another Python interpreter could change the meaning of that path$/,
  },
  { name: 'silently', mode: 'auto_silent', has: ['/usr/bin/python3'], release: '', path: '/usr/bin/python3' },
  {
    name: 'as it used to be',
    mode: 'auto_legacy',
    has: ['/usr/bin/python', '/usr/bin/python3'],
    release: DEBIAN,
    path: '/usr/bin/python',
  },
  {
    name: 'as it used to be, without the old one',
    mode: 'auto_legacy_silent',
    has: ['/usr/bin/python3'],
    release: DEBIAN,
    path: '/usr/bin/python3',
  },
  { name: 'none', has: [], release: DEBIAN, path: undefined },
];

describe('discovery of a Python', () => {
  for (const { name, mode = 'auto', has, release, path, warning } of CASES) {
    it(name, () => {
      const stdout = Buffer.from(`${has.map((one) => `${one}\n`).join('')}\n${release}`);
      const wish = interpreterWish(mode);
      if (wish.kind !== 'discover') throw new Error(mode);
      const found = discovered(
        { code: 0, stdout, stderr: Buffer.alloc(0) },
        { host: 'web', candidates: CANDIDATES, wish },
      );
      expect(found?.path).to.equal(path);
      if (warning) expect(found?.warning).to.match(warning);
      else expect(found?.warning).to.equal(undefined);
    });
  }

  it('is not for a program that was named', () => {
    expect(interpreterWish(' /usr/bin/env python3 ')).to.deep.equal({ kind: 'given', command: '/usr/bin/env python3' });
  });
});

describe('the oldest Python for an ansible-core', () => {
  const CORES: readonly (readonly [core: string, two: number | undefined, three: number])[] = [
    ['2.9.27', 7, 5],
    ['2.14.18', 7, 5],
    ['2.16.0rc1', 7, 6],
    ['2.17.4', undefined, 7],
    ['2.19.0', undefined, 8],
    ['2.20.0', undefined, 9],
  ];
  for (const [core, two, three] of CORES) {
    it(core, () => expect(oldestPythons(core)).to.deep.equal({ ...(two !== undefined && { two }), three }));
  }
});

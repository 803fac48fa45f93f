import yumRepository from '../../modules/yum_repository.ts';
import { parityWithAnsible } from '../support/file-parity.ts';
import { obeysTheLaws } from '../support/laws.ts';

const given = "printf '# mine\\n[zz]\\nname=Z\\nbaseurl: http://z\\n  http://y\\n; off\\nenabled = 1' >f.repo";
const add = {
  reposdir: 'DIR',
  file: 'f',
  name: 'app',
  description: 'App',
  baseurl: ['http://a/$releasever', 'http://b'],
};

describe('yum_repository', () => {
  obeysTheLaws(yumRepository, [
    {
      name: 'makes the file',
      args: { ...add, gpgcheck: true, enabled: false, exclude: 'a b,c', timeout: 5, mode: '0640' },
      files: {
        'f.repo':
          '[app]\nbaseurl = http://a/$releasever\n\thttp://b\nenabled = 0\nexclude = a b c\ngpgcheck = 1\nname = App\ntimeout = 5\n\n',
      },
      result: { repo: 'app', state: 'present' },
    },
    {
      name: 'leaves everything else in it',
      given,
      args: add,
      files: {
        'f.repo':
          '# mine\n[zz]\nname=Z\nbaseurl: http://z\n  http://y\n; off\nenabled = 1\n\n[app]\nbaseurl = http://a/$releasever\n\thttp://b\nname = App\n\n',
      },
    },
    {
      name: 'leaves one that says the same in another way',
      given,
      args: {
        reposdir: 'DIR',
        file: 'f',
        name: 'zz',
        description: 'Z',
        baseurl: ['http://z', 'http://y'],
        enabled: true,
      },
      changed: false,
    },
    {
      name: 'removes one',
      given: `${given}; printf '\\n[app]\\nname=A\\n' >>f.repo`,
      args: { reposdir: 'DIR', file: 'f', name: 'app', state: 'absent' },
    },
    {
      name: 'removes the file with the last',
      given,
      args: { reposdir: 'DIR', file: 'f', name: 'zz', state: 'absent' },
      files: { 'f.repo': null },
    },
    {
      name: 'leaves one that is gone',
      given,
      args: { reposdir: 'DIR', file: 'f', name: 'no', state: 'absent' },
      changed: false,
    },
    { name: 'wants the directory', args: { ...add, reposdir: 'DIR/no' }, fails: "no' does not exist." },
    { name: 'wants an address', args: { name: 'x', description: 'x' }, fails: "'baseurl', 'metalink' or 'mirrorlist'" },
  ]);

  const all = {
    gpgkey: 'http://k1,http://k2',
    module_hotfixes: true,
    password: 'p%w',
    sslverify: false,
    keepcache: 1,
    proxy: '_none_',
  };
  parityWithAnsible('yum_repository', yumRepository, [
    { args: { ...add, ...all, mode: '0600' } },
    { given: "printf '[other]\\nname = O\\nmetalink = m\\n\\n' >f.repo", args: { ...add, description: 'two\nlines' } },
    { given: "printf '[app]\\nname = O\\nmetalink = m\\n\\n[other]\\nname = O\\n\\n' >f.repo", args: add },
    {
      given: "printf '[app]\\nname = O\\n\\n[other]\\nname = O\\n\\n' >f.repo",
      args: { reposdir: 'DIR', file: 'f', name: 'app', state: 'absent' },
    },
    { args: { ...add, reposdir: 'DIR/no' }, once: true },
  ]);
});

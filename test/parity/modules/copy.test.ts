import module from '../../../modules/copy.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

// Left out, since we differ on purpose: copies on the host where Ansible compares by size and time only, skips links in directories
// that are there already, or changes the source after a failure.
const CASES: readonly ParityCase[] = [
  { args: { dest: 'DIR/f', content: 'hello\n' } },
  { args: { dest: 'DIR/f', content: 'hello\n' }, check: true },
  { args: { dest: 'DIR/f', content: '' } },
  { args: { dest: 'DIR/f', content: { a: 1, b: [1, 2] } } },
  { args: { dest: 'DIR/f', content: [1, 'x'] } },
  { args: { dest: 'DIR/f', content: 5 } },
  { args: { dest: 'DIR/f', content: true } },
  { given: 'mkdir d', args: { dest: 'DIR/d', content: 'x' } },
  { given: 'mkdir d', args: { dest: 'DIR/d/', content: 'x' } },
  { args: { dest: 'DIR/x/f', content: 'x' } },
  { args: { dest: 'DIR/x/', content: 'x' } },
  {
    given: 'echo a>f; chmod 640 f',
    args: { dest: 'DIR/f', content: 'x', mode: '0600', owner: 'daemon', group: 'adm' },
  },
  {
    given: 'echo -n x>f; chmod 640 f',
    args: { dest: 'DIR/f', content: 'x', mode: '0600', owner: 'daemon', group: 'adm' },
  },
  { given: 'echo a>f', args: { dest: 'DIR/f', content: 'x', force: false } },
  { given: 'echo a>f', args: { dest: 'DIR/f', content: 'x', force: false, mode: '0600' } },
  { given: 'echo a>f', args: { dest: 'DIR/f', content: 'x', backup: true } },
  { given: 'echo a>t; ln -s t f', args: { dest: 'DIR/f', content: 'x' } },
  { given: 'echo a>t; ln -s t f', args: { dest: 'DIR/f', content: 'x', follow: true } },
  { given: 'echo -n x>t; ln -s t f', args: { dest: 'DIR/f', content: 'x' } },
  { given: 'ln -s t f', args: { dest: 'DIR/f', content: 'x' } },
  { given: 'ln -s t f', args: { dest: 'DIR/f', content: 'x', follow: true } },
  { given: 'echo s>s; chmod 755 s', args: { dest: 'DIR/f', src: 'DIR/s', mode: 'preserve' } },
  { given: 'echo s>s; mkdir d', args: { dest: 'DIR/d', src: 'DIR/s' } },
  { given: 'echo s>s; mkdir d', args: { dest: 'DIR/d/e/', src: 'DIR/s' } },
  { given: 'echo s>s; mkdir d', args: { dest: 'DIR/d/e/f', src: 'DIR/s' } },
  { given: 'echo s>s; ln -s s l', args: { dest: 'DIR/f', src: 'DIR/l' } },
  { given: 'echo s>s; ln -s s l', args: { dest: 'DIR/f', src: 'DIR/l', local_follow: false } },
  { args: { dest: 'DIR/f', src: 'DIR/nosuch' } },
  { args: { dest: 'DIR/f' } },
  { args: { dest: 'DIR/f', src: 'DIR/x', content: 'y' } },
  { given: 'echo s>s', args: { dest: 'DIR/f', src: 'DIR/s', checksum: 'abc' } },
  { given: 'echo s>s', args: { dest: 'DIR/f', src: 'DIR/s', checksum: 'f7b44cc5dc8b1b3a5a2b7e8c7c8d4c4f1f2e3d4c' } },
  {
    given:
      'mkdir -p s/a/b s/e; echo 1>s/1; echo 2>s/a/2; echo 3 >s/a/b/3; chmod 700 s/a; chmod 755 s/1; ln -s 1 s/l; ln -s a s/la; ln -s nowhere s/n',
    args: { dest: 'DIR/d', src: 'DIR/s' },
  },
  {
    given:
      'mkdir -p s/a/b s/e; echo 1>s/1; echo 2>s/a/2; echo 3 >s/a/b/3; chmod 700 s/a; chmod 755 s/1; ln -s 1 s/l; ln -s a s/la',
    args: { dest: 'DIR/d', src: 'DIR/s/' },
  },
  {
    given:
      'mkdir -p s/a/b s/e; echo 1>s/1; echo 2>s/a/2; echo 3 >s/a/b/3; chmod 700 s/a; chmod 755 s/1; ln -s 1 s/l; ln -s a s/la; ln -s nowhere s/n; mkdir d',
    args: { dest: 'DIR/d', src: 'DIR/s/', local_follow: false },
  },
  {
    given: 'mkdir -p s/a/b s/e; echo 1>s/1; echo 2>s/a/2; chmod 755 s/1; mkdir -p d/a',
    args: { dest: 'DIR/d', src: 'DIR/s/', mode: '0640', directory_mode: '0750', owner: 'daemon' },
  },
  {
    given: 'mkdir -p s/a/b s/e; echo 1>s/1; echo 2>s/a/2; chmod 755 s/1; mkdir -p d/a',
    args: { dest: 'DIR/d', src: 'DIR/s/', mode: '0640' },
  },
  {
    given: 'mkdir -p s/a/b s/e; echo 1>s/1; echo 2>s/a/2; chmod 711 s/1; mkdir -p d/a',
    args: { dest: 'DIR/d', src: 'DIR/s/', mode: 'preserve' },
  },
  { given: 'mkdir -p s/a; echo 1>s/1; echo x>d', args: { dest: 'DIR/d', src: 'DIR/s/' } },
  { given: 'mkdir -p s', args: { dest: 'DIR/d', src: 'DIR/s' } },
  { given: 'mkdir -p s', args: { dest: 'DIR/d', src: 'DIR/s/' } },
  { given: 'mkdir -p s/e', args: { dest: 'DIR/d/', src: 'DIR/s/' } },
  { given: 'mkdir -p s/e; echo 1>s/e/1; echo 2>s/2', args: { dest: 'DIR/x/y/d/', src: 'DIR/s' } },
  { given: 'mkdir -p s; echo 1>s/1; mkdir d; echo 2>d/1', args: { dest: 'DIR/d/', src: 'DIR/s/', backup: true } },
  { given: 'mkdir -p s; echo 1>s/1; mkdir d; echo 2>d/1', args: { dest: 'DIR/d/', src: 'DIR/s/', force: false } },
  { given: 'mkdir -p s; echo 1>s/1; mkdir d', args: { dest: 'DIR/d/', src: 'DIR/s/' }, check: true },
  { given: 'echo a>t; chmod 600 t; chown 1:2 t; ln -s t f', args: { dest: 'DIR/f', content: 'x' } },
  { given: 'echo s>s; chmod 755 s', args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true } },
  {
    given: 'echo s>s; chmod 751 s; chown 1:2 s',
    args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true, mode: 'preserve' },
  },
  {
    given: 'echo s>s; chmod 751 s; chown 1:2 s',
    args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true, mode: '0600', owner: 'daemon' },
  },
  { given: 'echo s>s; mkdir d', args: { dest: 'DIR/d', src: 'DIR/s', remote_src: true } },
  { given: 'echo s>s; mkdir d', args: { dest: 'DIR/d/e/', src: 'DIR/s', remote_src: true } },
  { given: 'echo s>s; mkdir d', args: { dest: 'DIR/d/e/f', src: 'DIR/s', remote_src: true } },
  { given: 'mkdir d', args: { dest: 'DIR/d', src: 'DIR/s', remote_src: true } },
  { given: 'echo s>s; echo f>f', args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true, force: false } },
  { given: 'echo s>s; echo f>f', args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true, backup: true } },
  { given: 'echo s>s; echo f>f', args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true, validate: 'grep f %s' } },
  { given: 'echo s>s; echo f>f; chmod 600 f; chown 1 f', args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true } },
  { given: 'echo s>s; ln -s s l', args: { dest: 'DIR/f', src: 'DIR/l', remote_src: true } },
  { given: 'echo s>s; ln -s s l', args: { dest: 'DIR/f', src: 'DIR/l', remote_src: true, local_follow: false } },
  { given: 'echo s>s; echo t>t; ln -s t f', args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true } },
  { given: 'echo s>s; echo t>t; ln -s t f', args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true, follow: true } },
  { given: 'echo s>s', args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true, checksum: 'abc' } },
  { given: 'echo s>s; ln s f', args: { dest: 'DIR/f', src: 'DIR/s', remote_src: true } },
  {
    given:
      'mkdir -p s/a/b s/e; echo 1 >s/1; echo 2 >s/a/2; echo 3 >s/a/b/3; chmod 700 s/a; chmod 751 s/1; chown 1:2 s/1; ln -s 1 s/l; ln -s a s/la',
    args: { dest: 'DIR/d', src: 'DIR/s/', remote_src: true },
  },
  {
    given:
      'mkdir -p s/a/b s/e; echo 1 >s/1; echo 2 >s/a/2; echo 3 >s/a/b/3; chmod 700 s/a; chmod 751 s/1; chown 1:2 s/1; ln -s 1 s/l; ln -s a s/la; mkdir d',
    args: { dest: 'DIR/d', src: 'DIR/s/', remote_src: true, mode: 'preserve', local_follow: false },
  },
  {
    given: 'mkdir -p s/a/b s/e; echo 1 >s/1; echo 2 >s/a/2; mkdir -p d/a; echo longer >d/1; echo y>d/a/z',
    args: { dest: 'DIR/d', src: 'DIR/s/', remote_src: true },
  },
  {
    given: 'mkdir -p s/a/b s/e; echo 1 >s/1; echo 2 >s/a/2',
    args: { dest: 'DIR/x/y/d', src: 'DIR/s/', remote_src: true },
  },
  {
    given: 'mkdir -p s/a/b s/e; echo 1 >s/1; echo 2 >s/a/2',
    args: { dest: 'DIR/x/y/d/', src: 'DIR/s', remote_src: true },
  },
  {
    given: 'mkdir -p s/a; echo 1 >s/1; mkdir d; echo 22 >d/1',
    args: { dest: 'DIR/d', src: 'DIR/s/', remote_src: true, backup: true },
  },
  {
    given: 'mkdir -p s/a; echo 1 >s/1; mkdir d; echo 2 >d/1',
    args: { dest: 'DIR/d', src: 'DIR/s/', remote_src: true, force: false },
  },
  {
    given: 'mkdir -p s/a; echo 1 >s/1; mkdir d; echo 2 >d/1',
    args: { dest: 'DIR/d', src: 'DIR/s/', remote_src: true },
    check: true,
  },
  {
    given: 'mkdir -p s/a; echo 1 >s/1; chmod 600 s/1',
    args: { dest: 'DIR/d/', src: 'DIR/s/1', remote_src: true, directory_mode: '0700' },
  },
  {
    given: 'echo s>s',
    args: { dest: 'DIR/d/e/', src: 'DIR/s', directory_mode: '0700', owner: 'daemon', mode: '0640' },
  },
  {
    given: 'mkdir s; ln -s ../x s/l; mkdir d; echo z>d/l',
    args: { dest: 'DIR/d/', src: 'DIR/s/', local_follow: false },
  },
  {
    given: 'mkdir s; ln -s ../x s/l; mkdir d; ln -s y d/l',
    args: { dest: 'DIR/d/', src: 'DIR/s/', local_follow: false },
  },
  { given: 'mkdir s; ln -s ../x s/l; mkdir -p d/l/x', args: { dest: 'DIR/d/', src: 'DIR/s/', local_follow: false } },
  { given: 'mkdir s; echo 1 >s/l; mkdir -p d; ln -s zz d/l', args: { dest: 'DIR/d/', src: 'DIR/s/' } },
  { given: 'mkdir -p s; echo 1 >s/f; mkdir -p d zz; ln -s ../zz d/l', args: { dest: 'DIR/d/l', src: 'DIR/s/' } },
  { given: 'printf "a\\r\\nb" >s', args: { dest: 'DIR/f', src: 'DIR/s', mode: 'u+x' } },
  { given: 'mkdir s; echo a >s/f', args: { dest: 'DIR/d', src: 'DIR/s', mode: 'u+x,go=' } },
  {
    given: 'mkdir s; ln -s ../x s/l; ln -s nowhere s/n; echo a>s/f; mkdir s/d; chown 2 s/d; touch x',
    args: { dest: 'DIR/d', src: 'DIR/s', local_follow: false, owner: 'daemon', mode: '0600', directory_mode: '0700' },
    except: ['dest'],
  },
  {
    given: 'mkdir s; ln -s nowhere s/n; echo a>s/f; mkdir s/d; mkdir -p d/s; ',
    args: { dest: 'DIR/d', src: 'DIR/s', owner: 'daemon', mode: '0600', directory_mode: '0700' },
    except: ['dest'],
  },
  {
    given: 'mkdir s; echo a>s/f; echo b >s/.hidden; mkdir s/.git; echo c >s/.git/x',
    args: { dest: 'DIR/d', src: 'DIR/s/' },
  },
  { given: 'echo a>s; echo a>f; chmod 600 f; ln -s f l', args: { dest: 'DIR/l', src: 'DIR/s', mode: '0640' } },
  {
    given: 'echo a>s; echo a>f; chmod 600 f; ln -s f l',
    args: { dest: 'DIR/l', src: 'DIR/s', mode: '0640', follow: true },
  },
  { given: 'echo a>s; ln -s d l; mkdir d', args: { dest: 'DIR/l', src: 'DIR/s', mode: '0640' } },
  { given: 'echo a>s; ln -s d l; mkdir d', args: { dest: 'DIR/l/', src: 'DIR/s', mode: '0640' } },
  { given: 'echo a>s; mkdir -p d/s/x', args: { dest: 'DIR/d', src: 'DIR/s', mode: '0640' } },
  { given: 'echo a>s', args: { dest: 'DIR/./d//f', src: 'DIR/s', mode: '0640' } },
  { given: 'echo a>s', args: { dest: 'DIR/.//f', src: 'DIR/s', mode: '0640' } },
];

parityWithAnsible('copy', module, CASES);

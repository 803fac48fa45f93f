import slurp from '../../modules/slurp.ts';
import { obeysTheLaws } from '../support/laws.ts';

const base64 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('base64');

describe('slurp', () => {
  obeysTheLaws(slurp, [
    {
      name: 'brings every byte over',
      given: "printf 'a\\000b\\377\\n\\n' >f",
      args: { src: 'DIR/f' },
      changed: false,
      result: { content: base64('a\0b\xff\n\n'), encoding: 'base64', source: 'DIR/f' },
    },
    {
      name: 'goes through a link, and takes the other name of its parameter',
      given: 'printf x >t; ln -s t f',
      args: { path: 'DIR/f' },
      changed: false,
      result: { content: base64('x'), source: 'DIR/f' },
    },
    {
      name: 'brings nothing of an empty file',
      given: ': >f',
      args: { src: 'DIR/f' },
      changed: false,
      result: { content: '' },
    },
    { name: 'fails where there is nothing', args: { src: 'DIR/f' }, fails: /^file not found: .*\/f$/ },
    { name: 'fails at a directory', args: { src: 'DIR' }, fails: /^source is a directory and must be a file: / },
    { name: 'fails at a pipe', given: 'mkfifo f', args: { src: 'DIR/f' }, fails: /is not a regular file/ },
  ]);
});

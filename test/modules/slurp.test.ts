import slurp from '../../modules/slurp.ts';
import { obeysTheLaws } from '../support/laws.ts';

describe('slurp', () => {
  obeysTheLaws(slurp, [
    {
      name: 'brings every byte',
      given: "printf '\\000\\377\\n' >f",
      args: { src: 'DIR/f' },
      changed: false,
      result: { content: 'AP8K', encoding: 'base64', source: 'DIR/f' },
    },
    {
      name: 'looks through a link',
      given: 'printf hello >t; ln -s t f',
      args: { path: 'DIR/f' },
      changed: false,
      result: { content: 'aGVsbG8=' },
    },
    { name: 'brings an empty file', given: ': >f', args: { src: 'DIR/f' }, changed: false, result: { content: '' } },
    { name: 'names a missing file', args: { src: 'DIR/f' }, fails: /^file not found: .*\/f$/ },
    { name: 'wants a file', args: { src: 'DIR' }, fails: 'source is a directory and must be a file' },
    { name: 'wants a regular file', given: 'mkfifo f', args: { src: 'DIR/f' }, fails: 'is no regular file (fifo)' },
  ]);
});

// Brings the content of a file over from the host.

import { defineModule, type FileSeen, fileLook, path } from '../src/module/index.ts';

export default defineModule({
  summary: 'Bring the content of a file over from the host',
  description: 'The content is in base64, so that no byte is lost: `b64decode` makes text of it.',
  params: { src: path('The file.').alias('path') },
  returns: { content: 'the content, in base64', encoding: '`base64`', source: 'the file' },
  examples: [
    { name: 'Read a file of the host', yaml: 'slurp:\n  src: /etc/machine-id\nregister: machine' },
    { name: 'Use it', yaml: 'debug:\n  msg: "{{ machine.content | b64decode | trim }}"' },
  ],
  look: ({ src }) => ({ file: fileLook(src, { content: 'all' }) }),
  plan: ({ src }, { file }) => {
    const read = contentOf(src, file);
    if ('failed' in read) return { changes: [], failed: read.failed };
    return { changes: [], result: { content: read.content.toString('base64'), encoding: 'base64', source: src } };
  },
});

function contentOf(src: string, file: FileSeen): { readonly failed: string } | { readonly content: Buffer } {
  if (!file.exists)
    return { failed: file.denied ? `Permission denied: ${src} cannot be seen; use become` : `file not found: ${src}` };
  if (file.type === 'directory') return { failed: `source is a directory and must be a file: ${src}` };
  if (file.unreadable) return { failed: `file is not readable: ${src}; use become` };
  if (file.content === undefined) return { failed: `${src} is not a regular file, and has no content to bring over` };
  return { content: file.content };
}

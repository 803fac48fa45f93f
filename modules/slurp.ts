// Brings a file's bytes from the host.

import { defineModule, fileLook, type Plan, path, unreadable } from '../src/module/index.ts';

export default defineModule({
  summary: 'Read a file of the host, as base64',
  params: {
    src: path('The file.').alias('path'),
  },
  returns: { content: 'the bytes in base64: `b64decode` gives text', encoding: 'base64', source: 'the path' },
  examples: [
    {
      name: 'Show a file',
      yaml: 'slurp:\n  src: /proc/mounts\nregister: mounts\n# then: {{ mounts.content | b64decode }}',
    },
  ],
  look: ({ src }) => ({ file: fileLook(src, { content: 'all' }) }),
  plan: ({ src }, { file }): Plan => {
    if (!file.exists && file.denied) return { changes: [], failed: `file is not readable: ${src}; use become` };
    if (!file.exists) return { changes: [], failed: `file not found: ${src}` };
    if (file.type === 'directory') return { changes: [], failed: `source is a directory and must be a file: ${src}` };
    if (file.unreadable) return { changes: [], failed: `file is not readable: ${src}; use become` };
    const problem = unreadable(file);
    if (problem !== undefined || file.content === undefined)
      return { changes: [], failed: `unable to slurp file: ${problem ?? src}` };
    return { changes: [], result: { content: file.content.toString('base64'), source: src, encoding: 'base64' } };
  },
});

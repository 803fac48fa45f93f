// Renders a template of the controller and puts it in place on the host.

import { basename } from 'node:path';
import {
  bool,
  type ControllerFiles,
  choice,
  defineModule,
  ModuleError,
  type Params,
  type ParamsOf,
  path,
  planSingle,
  refuseValidate,
  type SingleOptions,
  type SourceFile,
  singleLooks,
  sourceOf,
  text,
  transferParams,
} from '../src/module/index.ts';

const params = {
  src: path('The template. Relative ones are looked for in templates/ of the role and of the playbook.'),
  ...transferParams,
  newline_sequence: choice(['\n', '\r', '\r\n', '\\n', '\\r', '\\r\\n'], 'How lines end.').default('\n'),
  block_start_string: text('Instead of {%.').default('{%'),
  block_end_string: text('Instead of %}.').default('%}'),
  variable_start_string: text('Instead of {{.').default('{{'),
  variable_end_string: text('Instead of }}.').default('}}'),
  comment_start_string: text('Instead of {#.').optional(),
  comment_end_string: text('Instead of #}.').optional(),
  trim_blocks: bool('Take away the line end behind a block.').default(true),
  lstrip_blocks: bool('Take away the blanks before a block.').default(false),
  output_encoding: text('Encoding of the file.').default('utf-8'),
} satisfies Params;
type TemplateParams = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Render a template and put it in place on the host',
  description: 'Rendered on the controller with the variables of the task; an unchanged file is not sent.',
  params,
  returns: {
    dest: 'Where it is.',
    src: 'Where it came from.',
    checksum: 'SHA-1 of the file.',
    md5sum: 'MD5 of the file, where it changed.',
    backup_file: 'The copy of the old file, with backup.',
    mode: 'Permissions, such as 0644.',
    owner: 'Name of the user that owns it.',
    group: 'Name of the group that owns it.',
    size: 'Bytes.',
    state: 'file.',
  },
  examples: [
    { name: 'A configuration', yaml: 'template:\n  src: app.conf.j2\n  dest: /etc/app.conf\n  mode: "0640"' },
    {
      name: 'Check it before it is put in place',
      yaml: 'template:\n  src: sudoers.j2\n  dest: /etc/sudoers.d/admins\n  mode: "0440"\n  validate: visudo -cf %s',
    },
  ],
  refuse: ({ dest, validate }) => (dest === '' ? "'dest' is empty" : refuseValidate(validate)),
  prepare: async (given, files): Promise<SourceFile> => {
    const found = files.find('templates', given.src);
    if (found === undefined) {
      const searched = files.searched('templates', given.src).join(', ');
      throw new ModuleError(`there is no template '${given.src}'; searched: ${searched}`);
    }
    const rendered = await files.renderFile(found, options(given));
    return sourceOf(basename(given.src), encoded(rendered, given.output_encoding));
  },
  look: (given, source) => singleLooks(single(given, source)),
  plan: (given, seen, source) => planSingle(single(given, source), seen),
});

function single(given: TemplateParams, source: SourceFile): SingleOptions {
  return { dest: given.dest, params: given, directoryMode: undefined, source, named: true, src: given.src };
}

function options(given: TemplateParams): Parameters<ControllerFiles['renderFile']>[1] {
  const newlines: Readonly<Record<string, string>> = { '\\n': '\n', '\\r': '\r', '\\r\\n': '\r\n' };
  return {
    newlineSequence: newlines[given.newline_sequence] ?? given.newline_sequence,
    trimBlocks: given.trim_blocks,
    lstripBlocks: given.lstrip_blocks,
    blockStart: given.block_start_string,
    blockEnd: given.block_end_string,
    variableStart: given.variable_start_string,
    variableEnd: given.variable_end_string,
    ...(given.comment_start_string !== undefined && { commentStart: given.comment_start_string }),
    ...(given.comment_end_string !== undefined && { commentEnd: given.comment_end_string }),
  };
}

function encoded(rendered: string, encoding: string): Buffer {
  const name = encoding.toLowerCase().replace(/[-_]/g, '');
  if (name === 'utf8') return Buffer.from(rendered, 'utf8');
  if (name === 'latin1' || name === 'iso88591' || name === 'ascii') return Buffer.from(rendered, 'latin1');
  if (name === 'utf16le' || name === 'utf16')
    return Buffer.from(name === 'utf16' ? `\ufeff${rendered}` : rendered, 'utf16le');
  throw new ModuleError(
    `'${encoding}' is no encoding that templates can be written in; utf-8, latin-1, ascii and utf-16 are`,
  );
}

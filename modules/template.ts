// Renders a template of the controller and puts the result into a file of the host.

import {
  baseName,
  bool,
  defineModule,
  encodeText,
  ModuleError,
  modeOfFile,
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
  type Value,
} from '../src/module/index.ts';

const params = {
  src: path('The template. Relative ones are looked for in templates/.'),
  newline_sequence: text('What ends a line: \\n, \\r or \\r\\n.').default('\n'),
  block_start_string: text('What begins a statement.').default('{%'),
  block_end_string: text('What ends a statement.').default('%}'),
  variable_start_string: text('What begins an expression.').default('{{'),
  variable_end_string: text('What ends an expression.').default('}}'),
  comment_start_string: text('What begins a comment.').optional(),
  comment_end_string: text('What ends a comment.').optional(),
  trim_blocks: bool('Take away the newline behind a statement.').default(true),
  lstrip_blocks: bool('Take away blanks before a statement that begins a line.').default(false),
  output_encoding: text('Encoding of the file.').default('utf-8'),
  ...transferParams,
} satisfies Params;
type TemplateParams = ParamsOf<typeof params>;

export default defineModule({
  summary: 'Render a template into a file on the host',
  description:
    'The template sees all variables of the host, and beside them ansible_managed, template_host, template_uid, template_path, template_fullpath, template_destpath and template_run_date.',
  missing: 'src and dest are required',
  params,
  returns: {
    dest: 'Where it is.',
    src: 'The template.',
    checksum: 'SHA-1 of the file.',
    md5sum: 'MD5 of the file, where it changed.',
    backup_file: 'The copy of the old file, with backup.',
    mode: 'Permissions, such as 0644.',
    owner: 'Name of the user that owns it.',
    group: 'Name of the group that owns it.',
    uid: 'Number of the user that owns it.',
    gid: 'Number of the group that owns it.',
    size: 'Bytes.',
    state: 'file.',
  },
  examples: [
    {
      name: 'Render a template of the role or playbook',
      yaml: 'template:\n  src: sshd.conf.j2\n  dest: /etc/ssh/sshd_config.d/00-site.conf\n  mode: "0600"',
    },
    {
      name: 'Check the result before it is put in place',
      yaml: 'template:\n  src: sudoers.j2\n  dest: /etc/sudoers.d/site\n  mode: "0440"\n  validate: visudo -cf %s',
    },
  ],
  refuse: (given) => {
    if (newlineOf(given) === undefined)
      return `newline_sequence needs to be one of: \\n, \\r or \\r\\n, got: ${JSON.stringify(given.newline_sequence)}`;
    if (given.dest === '') return "'dest' is empty";
    return refuseValidate(given.validate);
  },
  prepare: async (given, files): Promise<SourceFile> => {
    const found = files.find('templates', given.src);
    if (found === undefined) {
      const places = files.searched('templates', given.src).map((place) => `\n\t${place}`);
      throw new ModuleError(
        `Could not find or access '${given.src}' on the controller. Searched in:${places.join('')}`,
      );
    }
    const mode = modeOfFile(found);
    const encoded = encodeText(
      await files.renderFile(found, { ...spelling(given), variables: variables(given) }),
      given.output_encoding,
    );
    if (!encoded.ok) throw new ModuleError(encoded.problem);
    return sourceOf(baseName(found), encoded.bytes, mode);
  },
  look: (given, source) => singleLooks(single(given, source)),
  plan: (given, seen, source) => planSingle(single(given, source), seen),
});

// Playbooks write it in quotes that keep the backslash as well as in those that do not.
const NEWLINES: ReadonlyMap<string, string> = new Map([
  ['\n', '\n'],
  ['\\n', '\n'],
  ['\r', '\r'],
  ['\\r', '\r'],
  ['\r\n', '\r\n'],
  ['\\r\\n', '\r\n'],
]);

const newlineOf = ({ newline_sequence }: TemplateParams): string | undefined => NEWLINES.get(newline_sequence);

function spelling(given: TemplateParams) {
  const newline = newlineOf(given);
  return {
    ...(newline !== undefined && { newlineSequence: newline }),
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

function variables({ src, dest }: TemplateParams): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ['template_path', src],
    ['template_destpath', dest],
  ]);
}

function single(given: TemplateParams, source: SourceFile): SingleOptions {
  return { dest: given.dest, params: given, directoryMode: undefined, source, named: true, src: given.src };
}

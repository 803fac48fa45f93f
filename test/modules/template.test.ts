import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import template from '../../modules/template.ts';
import { type Plain, toPlain, toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import type { TemplateFileOptions } from '../../src/module/module.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';

describe('template', () => {
  obeysTheLaws(
    template,
    [
      {
        name: 'puts what was rendered into a file',
        given: 'echo x >t.j2',
        args: { src: 'DIR/t.j2', dest: 'DIR/f', mode: '0640' },
        files: { f: 'x\n' },
        result: { dest: 'DIR/f', mode: '0640', size: 2 },
      },
      {
        name: 'leaves a file that is so',
        given: 'echo x >t.j2; echo x >f',
        args: { src: 'DIR/t.j2', dest: 'DIR/f' },
        changed: false,
      },
      {
        name: 'puts it into a directory by its own name',
        given: 'echo x >t.j2; mkdir d',
        args: { src: 'DIR/t.j2', dest: 'DIR/d' },
        files: { 'd/t.j2': 'x\n' },
      },
      {
        name: 'keeps the mode of the template when told',
        given: 'echo x >t.j2; chmod 751 t.j2',
        args: { src: 'DIR/t.j2', dest: 'DIR/f', mode: 'preserve' },
        result: { mode: '0751' },
      },
      {
        name: 'writes in other encodings',
        given: 'echo ä >t.j2',
        args: { src: 'DIR/t.j2', dest: 'DIR/f', output_encoding: 'latin-1' },
        result: { size: 2 },
      },
      {
        name: 'names what an encoding lacks',
        given: 'printf "a\\n€\\n" >t.j2',
        args: { src: 'DIR/t.j2', dest: 'DIR/f', output_encoding: 'ascii' },
        fails: "'€' in line 2 of the result cannot be written in the encoding 'ascii'",
      },
      {
        name: 'names an encoding that it does not know',
        given: 'echo x >t.j2',
        args: { src: 'DIR/t.j2', dest: 'DIR/f', output_encoding: 'klingon' },
        fails: "'klingon' is no encoding",
      },
      {
        name: 'names a template that is missing',
        args: { src: 'DIR/t.j2', dest: 'DIR/f' },
        fails: 'Could not find or access',
      },
      {
        name: 'takes no directory for a template',
        given: 'mkdir t.j2',
        args: { src: 'DIR/t.j2', dest: 'DIR/f' },
        fails: 'is no file',
      },
      {
        name: 'wants %s in validate',
        given: 'echo x >t.j2',
        args: { src: 'DIR/t.j2', dest: 'DIR/f', validate: 'true' },
        fails: 'validate must contain %s',
      },
      {
        name: 'wants a way to end lines',
        given: 'echo x >t.j2',
        args: { src: 'DIR/t.j2', dest: 'DIR/f', newline_sequence: 'x' },
        fails: 'newline_sequence needs to be one of',
      },
      {
        name: 'knows no state',
        given: 'echo x >t.j2',
        args: { src: 'DIR/t.j2', dest: 'DIR/f', state: 'link' },
        fails: 'Unsupported parameters for the module: state. ',
      },
    ],
    { files: controllerFiles('/') },
  );

  const dir = scratch();

  async function rendered(args: Readonly<Record<string, Plain>>, text: string): Promise<TemplateFileOptions> {
    const options: TemplateFileOptions[] = [];
    const all = { src: 't.j2', dest: dir.path('f'), ...args };
    dir.write('templates/t.j2', '');
    const execution = await executeModule(
      template,
      new Map(Object.entries(all).map(([name, value]) => [name, toValue(value)])),
      {
        lane: shellExchange(),
        diff: false,
        files: {
          ...controllerFiles(dir.path()),
          renderFile: async (path, given = {}) => {
            expect(path).to.equal(dir.path('templates/t.j2'));
            options.push(given);
            return text;
          },
        },
        expandPath: (path) => path,
        sleep: async () => undefined,
      },
    );
    expect(execution.result.failed, String(execution.result.msg)).to.equal(undefined);
    return options[0] ?? {};
  }

  it('hands its spelling on to the renderer', async () => {
    const spelling = {
      block_start_string: '<%',
      block_end_string: '%>',
      variable_start_string: '[[',
      variable_end_string: ']]',
      comment_start_string: '<#',
      comment_end_string: '#>',
    };
    const { variables, ...options } = await rendered(
      { ...spelling, trim_blocks: false, lstrip_blocks: true, newline_sequence: '\\r\\n' },
      'x',
    );
    expect(options).to.deep.equal({
      newlineSequence: '\r\n',
      trimBlocks: false,
      lstripBlocks: true,
      blockStart: '<%',
      blockEnd: '%>',
      variableStart: '[[',
      variableEnd: ']]',
      commentStart: '<#',
      commentEnd: '#>',
    });
    expect([...(variables ?? [])].map(([name, value]) => [name, toPlain(value)])).to.deep.equal([
      ['template_path', 't.j2'],
      ['template_destpath', dir.path('f')],
    ]);
  });

  it('writes bytes that were no UTF-8 as they were', async () => {
    await rendered({}, 'caf\udce9 ü 🙂\n');
    expect(readFileSync(dir.path('f'))).to.deep.equal(
      Buffer.concat([Buffer.from('caf'), Buffer.from([0xe9]), Buffer.from(' ü 🙂\n')]),
    );
  });

  it('marks UTF-16 as such', async () => {
    await rendered({ output_encoding: 'utf-16' }, 'ä');
    expect(readFileSync(dir.path('f'))).to.deep.equal(Buffer.from([0xff, 0xfe, 0xe4, 0]));
  });
});

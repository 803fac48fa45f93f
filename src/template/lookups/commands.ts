// The lookups that run commands on the controller: pipe and lines.

import { execFile } from 'node:child_process';
import type { Value } from '../../model/value.ts';
import { type CallContext, TemplateError } from '../callable.ts';
import { splitLines } from '../python/index.ts';
import { decodeText } from '../text/bytes.ts';
import { type LookupDefinition, lookup, textTerm } from './define.ts';

export const commandLookups: readonly LookupDefinition[] = [
  lookup('pipe', (terms, _options, context) => terms.map((term) => run('pipe', term, context).trimEnd())),
  lookup('lines', (terms, _options, context) => terms.flatMap((term) => splitLines(run('lines', term, context)))),
];

function run(name: string, term: Value, context: CallContext): string {
  const command = textTerm(term, name);
  return context.wait(`${name} ${command}`, () => outputOf(name, command, context));
}

const mostOutput = 1 << 30;

// Through a shell, which is what these lookups are for; the command is a template's author's.
function outputOf(name: string, command: string, { controller }: CallContext): Promise<string> {
  const options = {
    cwd: controller.playbookDir,
    env: controller.environment,
    encoding: 'buffer',
    maxBuffer: mostOutput,
  } as const;
  return new Promise((resolve, reject) => {
    execFile('/bin/sh', ['-c', command], options, (error, stdout, stderr) => {
      if (!error) {
        resolve(decodeText(stdout));
        return;
      }
      const code = typeof error.code === 'number' ? error.code : (error.signal ?? error.message);
      const said = decodeText(stderr).trim();
      const told = said === '' ? '' : `: ${said}`;
      reject(new TemplateError(`lookup_plugin.${name}(${command}) returned ${code}${told}`));
    });
  });
}

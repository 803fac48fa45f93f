// `tsplay-playbook`: takes ansible-playbook's command lines and ends with its exit codes, so that a script is switched by a name.

import { Command } from 'commander';
import { loadConfig } from '../load/config/config.ts';
import { settings } from '../load/config/settings/index.ts';
import { EXIT } from '../report/exit-code.ts';
import { LANGUAGE } from '../run/index.ts';
import { spelledOut } from './arguments.ts';
import { endingWell } from './ending.ts';
import { addRunOptions, type RunCommandOptions } from './options.ts';
import { version } from './version.ts';

/** Those of ansible-playbook. */
const CODES = { usage: 2, playbook: 4, configuration: 5, other: 1 } as const;
const INTERRUPTED = 99;

function program(): Command {
  return addRunOptions(
    new Command('tsplay-playbook')
      .description(
        "Runs playbooks: ansible-playbook's command line, with nothing needed on the hosts but a POSIX shell.",
      )
      .argument('<playbooks...>', 'playbook files')
      .option('--version', 'print the version, and which configuration is read')
      .helpOption('-h, --help', 'print this help')
      .showHelpAfterError('(tsplay-playbook --help tells more)')
      .exitOverride(),
  ).action(async (playbooks: string[], options: RunCommandOptions) => {
    const { run } = await import('./run.ts');
    const code = await run(playbooks, options);
    process.exitCode = code === EXIT.interrupted ? INTERRUPTED : code;
  });
}

// In the form of `ansible-playbook --version`, of which scripts read the first line.
function about(): string {
  const { config } = loadConfig({ cwd: process.cwd(), environment: process.env });
  const list = (paths: readonly string[]): string => `[${paths.map((path) => `'${path}'`).join(', ')}]`;
  return `tsplay-playbook [core ${LANGUAGE.full}]
  config file = ${config.path ?? 'None'}
  configured module search path = ${list(config.get(settings.DEFAULT_MODULE_PATH))}
  tsplay version = ${version()}
  node version = ${process.version}
`;
}

/** Holds when the command is done. */
export const ended = endingWell(async () => {
  const root = program();
  const args = spelledOut(process.argv.slice(2), root);
  if (args.includes('--version')) process.stdout.write(about());
  else await root.parseAsync(args, { from: 'user' });
}, CODES);

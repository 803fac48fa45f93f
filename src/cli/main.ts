// The command line: subcommands, help, and one place where a failure becomes a message and an exit code.

import { Command } from 'commander';
import { EXIT } from '../report/exit-code.ts';
import { spelledOut } from './arguments.ts';
import { endingWell } from './ending.ts';
import type { InventoryCommandOptions } from './inventory.ts';
import type { LintOptions } from './lint.ts';
import { addRunOptions, addSourceOptions, collect, type RunCommandOptions } from './options.ts';
import { version } from './version.ts';
import type { WhyOptions } from './why.ts';

const EXAMPLES = `
Examples:
  tsplay run site.yml -i inventory.yml              run a playbook
  tsplay run site.yml -i inventory.yml --check --diff    change nothing, and show what would change
  tsplay run site.yml -i 192.0.2.10, -u root        one server, without an inventory file
  tsplay run site.yml --syntax-check                find every mistake, and connect to nobody

Exit codes: 0 fine, 1 something is wrong with the input, 2 a task failed, 4 a host was unreachable (2 and 4 add up).`;

function program(): Command {
  const root = new Command('tsplay')
    .description("Runs playbooks in Ansible's language, with nothing needed on the hosts but a POSIX shell.")
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(tsplay --help tells more)')
    .exitOverride();
  addRunOptions(
    root
      .command('run')
      .description('run playbooks')
      .argument('<playbooks...>', 'playbook files')
      .exitOverride()
      .action(async (playbooks: string[], options: RunCommandOptions) => {
        const { run } = await import('./run.ts');
        process.exitCode = await run(playbooks, options);
      }),
  );
  addInventory(root);
  addWhy(root);
  addModules(root);
  addLint(root);
  addConnections(root);
  return root;
}

// What vault needs is only loaded where somebody asks for it or for help.
async function withVault(root: Command): Promise<Command> {
  if (process.argv[2] === 'run') return root;
  const { addVault } = await import('./vault.ts');
  addVault(root);
  return root;
}

function addInventory(root: Command): void {
  addSourceOptions(root.command('inventory').description('show the inventory as it is understood'))
    .option('--list', 'all hosts and groups (the default)', false)
    .option('--host <name>', 'the variables of one host')
    .option('--graph [group]', 'groups and hosts as a tree')
    .option('--vars', 'with --graph: variables too', false)
    .option('-y, --yaml', 'YAML instead of JSON', false)
    .option('--export', 'variables where they were set, not what comes of them', false)
    .exitOverride()
    .action(async (options: InventoryCommandOptions) => {
      const { showInventory } = await import('./inventory.ts');
      process.stdout.write(await showInventory(options));
    });
}

function addWhy(root: Command): void {
  addSourceOptions(
    root.command('why').description('tell which value a variable has on a host, and where it comes from'),
  )
    .argument('<variable>', 'the name of the variable')
    .argument('[playbooks...]', 'playbooks whose plays count too')
    .requiredOption('--host <name>', 'the host')
    .option('--task <name>', 'as this task of a playbook sees it')
    .option('--show-secrets', 'show passwords and what comes from vaults', false)
    .exitOverride()
    .action(async (variable: string, playbooks: string[], options: WhyOptions) => {
      const { explainVariable } = await import('./why.ts');
      process.stdout.write(await explainVariable(variable, playbooks, options));
    });
}

function addConnections(root: Command): void {
  root
    .command('disconnect')
    .description('end the connections that runs with --keep-alive left open')
    .exitOverride()
    .action(async () => {
      const { disconnect } = await import('./hold.ts');
      process.stdout.write(await disconnect());
    });
  root
    .command('hold', { hidden: true })
    .exitOverride()
    .action(async () => {
      const { hold } = await import('./hold.ts');
      await hold();
    });
}

function addLint(root: Command): void {
  addSourceOptions(
    root.command('lint').description('tell what playbooks need, and what is wrong with them, before any connection'),
  )
    .argument('<playbooks...>', 'playbook files')
    .option('-M, --module-path <directories>', 'directories of modules of your own', collect, [])
    .option('--json', 'JSON instead of text', false)
    .exitOverride()
    .action(async (playbooks: string[], options: LintOptions) => {
      const { lint } = await import('./lint.ts');
      const { text, code } = await lint(playbooks, options);
      process.stdout.write(text);
      process.exitCode = code;
    });
}

function addModules(root: Command): void {
  root
    .command('modules')
    .description('list the modules, or show the manual of one')
    .argument('[name]', 'a module')
    .exitOverride()
    .action(async (name: string | undefined) => {
      const { showModules } = await import('./modules.ts');
      process.stdout.write(await showModules(name));
    });
}

/** Holds when the command is done. */
export const ended = endingWell(
  async () => {
    const root = await withVault(program());
    const [name = '', ...args] = process.argv.slice(2);
    const command = root.commands.find((one) => one.name() === name);
    await root.parseAsync(command ? [name, ...spelledOut(args, command)] : process.argv.slice(2), { from: 'user' });
  },
  { usage: EXIT.input, playbook: EXIT.input, configuration: EXIT.input, other: EXIT.input },
);

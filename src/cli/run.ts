// `tsplay run`: loads and checks everything, then runs it.

import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { connect, createServices } from '../host/index.ts';
import { settings } from '../load/config/settings/index.ts';
import { configuredCache } from '../load/facts/configured-cache.ts';
import type { FactFiles } from '../load/facts/fact-cache.ts';
import { inventorySettings } from '../load/inventory/options.ts';
import { HostChooser } from '../load/inventory/patterns/choose.ts';
import { readLimit } from '../load/inventory/patterns/limit.ts';
import { createLoader, type Loader } from '../load/playbook/loader.ts';
import { isModule, moduleCatalogue } from '../load/playbook/module-catalogue.ts';
import { templateCheck } from '../load/playbook/template-check.ts';
import { openVarsDirectory } from '../load/vars/vars-directory.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { MutableInventory } from '../model/mutable-inventory.ts';
import type { Playbook } from '../model/playbook.ts';
import { findInstallation } from '../module/foreign/installation.ts';
import { Catalogue } from '../module/registry.ts';
import { EXIT, ExitCode } from '../report/exit-code.ts';
import { type Connector, previewPlaybooks, type RunEvent, type RunOptions, runPlaybooks } from '../run/index.ts';
import { foreignModules } from './foreign.ts';
import { keeperFor } from './hold.ts';
import { listPlaybook } from './list.ts';
import type { RunCommandOptions } from './options.ts';
import { InputError, settle, show } from './problems.ts';
import { reporterFor } from './reporting.ts';
import { runSettings } from './run-settings.ts';
import { openSession, type Session } from './session.ts';
import { staticRenderer } from './static-names.ts';
import { type Ask, lineReader, terminalAsker } from './terminal.ts';

/** Runs playbooks and gives the exit code. Throws `InputError` for what is wrong with the input. */
export async function run(paths: readonly string[], options: RunCommandOptions): Promise<number> {
  const prepared = await prepareRun(paths, options);
  if (options.syntaxCheck) {
    for (const path of paths) process.stdout.write(`\nplaybook: ${path}\n`);
    return EXIT.fine;
  }
  const begun = await prepared.begin();
  if (options.listHosts || options.listTasks || options.listTags) {
    await list(paths, begun, options);
    return EXIT.fine;
  }
  const reporter = await reporterFor(options, prepared.session);
  const exit = new ExitCode();
  const sink = (event: RunEvent): void => {
    reporter.event(event);
    exit.event(event);
  };
  const summary = await withInterrupts((signal, quit) => runPlaybooks({ ...begun, sink, signal, quit }));
  await reporter.close();
  return summary.interrupted ? EXIT.interrupted : exit.code;
}

async function list(paths: readonly string[], begun: Begun, options: RunCommandOptions): Promise<void> {
  const previews = await previewPlaybooks({ ...begun, sink: showWarning, signal: new AbortController().signal });
  if (!previews.ok) throw new InputError(previews.problems);
  for (const [index, preview] of previews.value.entries()) {
    const name = listedName(paths[index], preview.playbook.path);
    process.stdout.write(listPlaybook(name, preview, options));
  }
}

/** Shows what an event warns of where there is no reporter. */
export function showWarning(event: RunEvent): void {
  if (event.kind === 'warned') show([event.diagnostic]);
}

/** Everything a run starts with, but who listens and who may stop it. */
export type Begun = Omit<RunOptions, 'sink' | 'signal'>;

export interface PreparedRun {
  readonly session: Session;
  /** Reads the inventory, asks for passwords. Throws `InputError`. */
  readonly begin: () => Promise<Begun>;
}

/** Loads configuration and playbooks; every mistake in them ends it. Throws `InputError`. */
export async function prepareRun(paths: readonly string[], options: RunCommandOptions): Promise<PreparedRun> {
  warnOfMeaningless(options);
  const session = await openSession(options);
  const catalogue = new Catalogue(moduleDirectories(session, options), foreignModules(session.config, paths[0]));
  const loader = loaderFor(session, catalogue, dirname(resolve(paths[0] ?? 'none')));
  const playbooks = await loadAll(loader, paths);
  return {
    session,
    begin: async () => {
      const inventory = await session.inventory();
      const chooser = chooserFor(session, inventory, options);
      const ask = terminalAsker();
      const facts = configuredCache(session.config, (message) => show([{ severity: 'warning', message }]));
      if (options.flushCache) await flush(facts, chooser);
      return {
        ...{ playbooks, inventory, chooser },
        settings: await runSettings(options, session),
        modules: catalogue,
        loader: { ...loader, read: session.read },
        connector: connectorWith(ask, options),
        varsBeside: (directory) =>
          openVarsDirectory(directory, {
            read: session.read,
            extensions: inventorySettings(session.config).varsExtensions,
          }),
        decrypt: session.decrypt,
        config: (name) => session.config.lookup(name),
        isModule: (word) => isModule(catalogue, word),
        environment: process.env,
        ...(ask && { ask }),
        ...(facts && { facts }),
        readLine: lineReader(),
      };
    },
  };
}

/** Forgets what earlier runs learned of the hosts that this one is limited to. */
async function flush(facts: FactFiles | undefined, chooser: HostChooser): Promise<void> {
  const chosen = chooser.choose(['all']);
  if (!facts || !chosen.ok) return;
  for (const host of chosen.value) await facts.clear(host.name);
}

function connectorWith(ask: Ask | undefined, { keepAlive }: RunCommandOptions): Connector {
  const keeper = keepAlive === undefined ? undefined : keeperFor(keepAlive);
  const services = createServices({
    ...(ask && { ask }),
    ...(keeper && { keeper }),
    log: ({ level, host, text }) => level === 'warning' && show([{ severity: 'warning', message: `${host}: ${text}` }]),
  });
  return {
    connect: (spec, sharing) => connect(spec, services, sharing),
    settled: async () => keeper?.settled(),
  };
}

// Options of ansible-playbook that say something about programs we do not use.
function warnOfMeaningless({ sftpExtraArgs, scpExtraArgs }: RunCommandOptions): void {
  const given = [
    ...(sftpExtraArgs === undefined ? [] : ['--sftp-extra-args']),
    ...(scpExtraArgs === undefined ? [] : ['--scp-extra-args']),
  ];
  if (given.length === 0) return;
  const message = `${given.join(' and ')} ${given.length === 1 ? 'has' : 'have'} no effect: files travel through the shell of the connection`;
  show([{ severity: 'warning', message }]);
}

/** Directories of the user's modules that hold for every playbook. */
export function moduleDirectories(
  { cwd, config }: Session,
  { modulePath }: Pick<RunCommandOptions, 'modulePath'>,
): readonly string[] {
  const given = modulePath.flatMap((path) => path.split(':')).map((path) => resolve(cwd, path));
  return [...given, ...config.get(settings.DEFAULT_MODULE_PATH)];
}

/** Chooses hosts within `--limit`; a limit that matches nobody is a mistake. */
function chooserFor(session: Session, inventory: MutableInventory, options: RunCommandOptions): HostChooser {
  const mismatch = session.config.get(settings.HOST_PATTERN_MISMATCH);
  const limit = readLimit(options.limit === undefined ? [] : [options.limit], session.cwd);
  if (!limit.ok) throw new InputError(limit.problems);
  const chooser = new HostChooser(
    inventory,
    limit.value,
    mismatch === 'error' || mismatch === 'ignore' ? mismatch : 'warning',
  );
  if (limit.value.length === 0) return chooser;
  const limited = chooser.limited();
  settle(limited.ok ? (limited.warnings ?? []) : limited.problems);
  if (limited.ok && limited.value.length === 0)
    throw InputError.of(
      `Specified inventory, host pattern and/or --limit leaves us with no hosts to target: --limit '${options.limit}' matches none`,
    );
  return chooser;
}

// As it was asked for; a playbook of a collection by its path.
function listedName(given: string | undefined, path: string): string {
  return given !== undefined && existsSync(given) ? given : path;
}

/** The loader of playbooks with everything it searches in. */
export function loaderFor(session: Session, catalogue: Catalogue, playbookDir: string): Loader {
  const { config, engine, extraVars, read } = session;
  return createLoader({
    modules: moduleCatalogue(catalogue),
    templates: templateCheck,
    names: staticRenderer(engine, extraVars, playbookDir),
    rolesPath: config.get(settings.DEFAULT_ROLES_PATH),
    collectionsPath: [...config.get(settings.COLLECTIONS_PATHS), ...packagedCollections(config)],
    read,
    playbookDir,
  });
}

// Those that the packages `ansible` of Debian and of pip bring.
function packagedCollections(config: Session['config']): readonly string[] {
  if (!config.get(settings.COLLECTIONS_SCAN_SYS_PATH)) return [];
  return findInstallation({ environment: process.env }).collectionRoots;
}

/** Every mistake of every playbook at once. */
async function loadAll(loader: Loader, paths: readonly string[]): Promise<readonly Playbook[]> {
  const playbooks: Playbook[] = [];
  const problems: Diagnostic[] = [];
  for (const path of paths) {
    if (!existsSync(loader.find(path))) {
      throw InputError.of(
        `the playbook '${path}' could not be found`,
        existsSync(join('playbooks', path)) ? `did you mean 'playbooks/${path}'?` : undefined,
      );
    }
    if (statSync(loader.find(path)).isDirectory()) throw InputError.of(`the playbook '${path}' is a directory`);
    const loaded = await loader.playbook(path);
    if (loaded.ok) {
      playbooks.push(loaded.value);
      problems.push(...(loaded.warnings ?? []));
    } else problems.push(...loaded.problems);
  }
  settle(problems, 'playbook');
  return playbooks;
}

// The first Ctrl-C ends the run in order (remote work too), a second one ends the process at once.
async function withInterrupts<T>(work: (signal: AbortSignal, quit: () => void) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    return await work(controller.signal, () => controller.abort());
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

// Works out how to log in to a host: the inventory first, then ssh arguments, then ssh's configuration files, then ssh's defaults.

import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../connection.ts';
import type { HostServices } from '../services.ts';
import type { AuthMethod, ConnectionSpec } from '../spec.ts';
import { type AlgorithmChoice, chooseAlgorithms } from './algorithms.ts';
import { parseSshArguments, type SshArguments } from './arguments.ts';
import { type ConfigSubject, expandHome, expandTokens, type Options, readConfig } from './config-file.ts';
import { sentEnvironment } from './environment.ts';

/** A private key to try. */
export interface KeyFile {
  readonly path: string;
  /** The user named it in the inventory: it must be there, and goes first. */
  readonly named: boolean;
}

/** Everything that was decided about one login. */
export interface SshTarget {
  readonly spec: ConnectionSpec;
  /** HostName: what is connected to. */
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** The name its key is known by: HostKeyAlias or the address. */
  readonly knownAs: { readonly name: string; readonly port: number };
  readonly keyFiles: readonly KeyFile[];
  /** Only keys that `keyFiles` name are tried, also of the agent. */
  readonly identitiesOnly: boolean;
  readonly agentSocket: string | undefined;
  readonly methods: readonly AuthMethod[];
  readonly strict: 'yes' | 'ask' | 'accept-new';
  readonly userKnownHosts: readonly string[];
  readonly globalKnownHosts: readonly string[];
  readonly hashKnownHosts: boolean;
  /** Jump hosts as written, in the order they are passed. */
  readonly jumps: readonly string[];
  readonly proxyCommand: string | undefined;
  readonly family: 0 | 4 | 6;
  readonly bindAddress: string | undefined;
  readonly algorithms: AlgorithmChoice;
  readonly connectTimeoutMs: number;
  readonly keepaliveMs: number;
  /** Environment variables that are handed on. */
  readonly environment: Readonly<Record<string, string>>;
}

const defaultConnectTimeoutMs = 10_000;
const defaultKeepaliveMs = 15_000;
const defaultKeys = ['id_rsa', 'id_ecdsa', 'id_ed25519'];
const allMethods: readonly AuthMethod[] = ['publickey', 'keyboard-interactive', 'password'];

/** Resolves a specification. Fails only on arguments that cannot be read. */
export async function resolveTarget(spec: ConnectionSpec, services: HostServices): Promise<Result<SshTarget>> {
  const args = parseSshArguments(spec.sshArgs ?? '');
  if (args === undefined) {
    return {
      ok: false,
      failure: { kind: 'bad-options', problems: [`the ssh arguments have an open quote: ${spec.sshArgs}`] },
    };
  }
  for (const word of args.ignored) {
    services.log({
      level: 'warning',
      host: spec.name,
      text: `the ssh argument '${word}' has no meaning here and is ignored`,
    });
  }
  const localUser = services.env.USER ?? userInfo().username;
  const options = await readOptions(spec, args, { alias: spec.address, localUser }, services);
  return { ok: true, value: decide(spec, options, services, localUser) };
}

async function readOptions(
  spec: ConnectionSpec,
  args: SshArguments,
  subject: ConfigSubject,
  services: HostServices,
): Promise<Options> {
  const { options } = args;
  // For `Match user` and tokens: what the inventory says wins over every file.
  if (spec.user !== undefined) options.set('user', [spec.user]);
  if (spec.port !== undefined) options.set('port', [String(spec.port)]);
  if (args.configFile !== undefined) {
    if (args.configFile !== 'none')
      await readConfig(expandHome(args.configFile, services.home), options, subject, services);
  } else if (spec.useSshConfig ?? true) {
    await readConfig(join(services.home, '.ssh/config'), options, subject, services);
    await readConfig('/etc/ssh/ssh_config', options, subject, services);
  }
  return options;
}

function decide(spec: ConnectionSpec, options: Options, services: HostServices, localUser: string): SshTarget {
  const first = (keyword: string) => options.get(keyword)?.[0];
  const isOn = (keyword: string) => /^(yes|true)$/i.test(first(keyword) ?? '');
  const isOff = (keyword: string) => /^(no|false)$/i.test(first(keyword) ?? '');
  const user = first('user') ?? localUser;
  const port = Number(first('port') ?? 22);
  const address = (first('hostname') ?? spec.address).replaceAll('%h', spec.address);
  const tokens = { d: services.home, h: address, n: spec.address, p: String(port), r: user, u: localUser };
  const path = (text: string) => expandHome(expandTokens(withVariables(text, services.env), tokens), services.home);
  const alias = first('hostkeyalias');
  const files = (keyword: string, byDefault: readonly string[]) =>
    (options.get(keyword) ?? byDefault).filter((file) => file !== 'none').map(path);
  const jump = first('proxyjump');
  const command = first('proxycommand');
  const viaJump = jump !== undefined && jump.toLowerCase() !== 'none';
  const agent = spec.agent === false || first('identityagent') === 'none' ? undefined : first('identityagent');
  return {
    spec,
    address,
    port,
    user,
    knownAs: alias === undefined ? { name: address.toLowerCase(), port } : { name: alias.toLowerCase(), port: 22 },
    keyFiles: keyFiles(spec, options, path),
    identitiesOnly: isOn('identitiesonly') || spec.otherKeys === false,
    agentSocket:
      spec.agent === false || first('identityagent') === 'none' ? undefined : agentSocket(agent, services, path),
    methods: methodsOf(spec, { isOff, preferred: first('preferredauthentications') }),
    strict: strictness(spec, first('stricthostkeychecking')),
    userKnownHosts:
      spec.knownHostsFiles?.map(path) ?? files('userknownhostsfile', ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']),
    globalKnownHosts: spec.knownHostsFiles
      ? []
      : files('globalknownhostsfile', ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']),
    hashKnownHosts: isOn('hashknownhosts'),
    jumps: viaJump ? jump.split(',').map((hop) => hop.trim()) : [],
    proxyCommand: command !== undefined && command.toLowerCase() !== 'none' ? expandTokens(command, tokens) : undefined,
    family: family(first('addressfamily')),
    bindAddress: first('bindaddress'),
    algorithms: chooseAlgorithms(options),
    connectTimeoutMs: spec.connectTimeoutMs ?? (Number(first('connecttimeout')) * 1000 || defaultConnectTimeoutMs),
    keepaliveMs: spec.keepaliveMs ?? (Number(first('serveraliveinterval')) * 1000 || defaultKeepaliveMs),
    environment: sentEnvironment(options, services.env),
  };
}

function keyFiles(spec: ConnectionSpec, options: Options, path: (text: string) => string): readonly KeyFile[] {
  const named = (spec.keyFiles ?? []).map((file) => ({ path: path(file), named: true }));
  if (spec.otherKeys === false) return named;
  const configured = options.get('identityfile')?.filter((file) => file !== 'none');
  const others = configured ?? defaultKeys.map((name) => `~/.ssh/${name}`);
  const more = others.map((file) => ({ path: path(file), named: false }));
  return [...named, ...more.filter((file) => !named.some((other) => other.path === file.path))];
}

function agentSocket(
  configured: string | undefined,
  { env }: HostServices,
  path: (text: string) => string,
): string | undefined {
  if (configured === undefined || configured === 'SSH_AUTH_SOCK') return env.SSH_AUTH_SOCK || undefined;
  return configured.startsWith('$') ? env[configured.slice(1)] : path(configured);
}

function methodsOf(
  spec: ConnectionSpec,
  said: { readonly isOff: (keyword: string) => boolean; readonly preferred: string | undefined },
): readonly AuthMethod[] {
  if (spec.methods) return spec.methods;
  const off = {
    publickey: said.isOff('pubkeyauthentication'),
    password: said.isOff('passwordauthentication'),
    'keyboard-interactive': said.isOff('kbdinteractiveauthentication') || said.isOff('challengeresponseauthentication'),
  };
  const preferred = said.preferred?.split(',');
  return allMethods.filter((method) => !off[method] && (preferred?.includes(method) ?? true));
}

// `no` is what people write to be rid of the question; that much they get. A changed key is refused all the same.
function strictness(spec: ConnectionSpec, configured: string | undefined): SshTarget['strict'] {
  if (spec.acceptNewHostKeys) return 'accept-new';
  switch (configured?.toLowerCase()) {
    case 'yes':
    case 'true':
      return 'yes';
    case 'no':
    case 'off':
    case 'false':
    case 'accept-new':
      return 'accept-new';
    default:
      return 'ask';
  }
}

function family(configured: string | undefined): 0 | 4 | 6 {
  if (configured === 'inet') return 4;
  return configured === 'inet6' ? 6 : 0;
}

function withVariables(text: string, env: HostServices['env']): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => env[name] ?? whole);
}

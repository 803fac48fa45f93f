// What the command line and the configuration say about a run; no default is decided below this file.

import type { BecomeMethod, Secret } from '../host/index.ts';
import type { GroupLevel } from '../load/inventory/layers.ts';
import type { HashBehaviour } from '../load/vars/merge.ts';
import type { Variable } from '../model/inventory.ts';
import type { TagChoice } from './ports.ts';

/** Login and become as command line and configuration have them; keywords and variables override. */
export interface ConnectionDefaults {
  /** `-c`, or DEFAULT_TRANSPORT. `smart` is ssh. */
  readonly connection: string;
  readonly remoteUser?: string;
  readonly port?: number;
  readonly password?: Secret;
  readonly privateKeyFile?: string;
  readonly sshCommonArgs?: string;
  readonly sshExtraArgs?: string;
  readonly become: boolean;
  readonly becomeMethod: BecomeMethod;
  readonly becomeUser: string;
  readonly becomePassword?: Secret;
  readonly becomeFlags?: string;
  readonly becomeExe?: string;
  /** Whether the login user becomes itself by the method, too (BECOME_ALLOW_SAME_USER). */
  readonly becomeSameUser?: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly acceptNewHostKeys: boolean;
  readonly hostKeyChecking: boolean;
  /** `-e ansible_shell_executable`'s configuration: DEFAULT_EXECUTABLE. */
  readonly shell?: string;
}

/** When the debugger opens for tasks whose `debugger` keyword says nothing. */
export interface DebuggerSettings {
  /** ENABLE_TASK_DEBUGGER: for failed tasks. */
  readonly enabled: boolean;
  /** TASK_DEBUGGER_IGNORE_ERRORS: not for failures that are ignored. */
  readonly honoursIgnored: boolean;
}

export interface RunSettings {
  readonly check: boolean;
  readonly diff: boolean;
  readonly verbosity: number;
  readonly forks: number;
  /** Whether the looks of coming tasks are asked ahead of their time (`--no-lookahead`: not). */
  readonly lookahead: boolean;
  readonly strategy: string;
  readonly tags: TagChoice;
  /** `--start-at-task`: a name or a glob. */
  readonly startAtTask?: string;
  readonly forceHandlers: boolean;
  /** `-e`, in the order given. */
  readonly extraVars: readonly Variable[];
  /** `--limit` as given, for `ansible_limit`. */
  readonly limit?: string;
  /** DEFAULT_HASH_BEHAVIOUR. */
  readonly hashBehaviour: HashBehaviour;
  /** VARIABLE_PRECEDENCE, where it is not the usual one. */
  readonly precedence?: readonly GroupLevel[];
  readonly inventorySources: readonly string[];
  readonly configFile?: string;
  readonly gathering: 'implicit' | 'explicit' | 'smart';
  readonly gatherSubset?: readonly string[];
  /** Seconds. */
  readonly gatherTimeout?: number;
  readonly factPath?: string;
  /** Facts are shown: every one of them is gathered, whether anything can ask for it or not. */
  readonly wholeFacts: boolean;
  /** Whether facts are variables of their own (`ansible_distribution`) besides `ansible_facts`. */
  readonly injectFacts: boolean;
  /** `DEFAULT_UNDEFINED_VAR_BEHAVIOR`, `any_errors_fatal` of the configuration. */
  readonly anyErrorsFatal: boolean;
  /** DEFAULT_MANAGED_STR. */
  readonly managed?: string;
  /** DEFAULT_JINJA2_NATIVE. */
  readonly native: boolean;
  /** Default of `timeout:`, seconds; 0 is none. */
  readonly taskTimeout: number;
  /** Default of `poll:` for async tasks, seconds. */
  readonly pollInterval: number;
  /** Where hosts keep what is known of background jobs, unless `ansible_async_dir` says another directory. */
  readonly asyncDirectory: string;
  readonly noLog: boolean;
  /** `--step`: every task is asked about. */
  readonly step: boolean;
  readonly debugger: DebuggerSettings;
  readonly connection: ConnectionDefaults;
}

/** Ansible's own defaults. */
export const defaultSettings: RunSettings = {
  check: false,
  diff: false,
  verbosity: 0,
  forks: 5,
  lookahead: true,
  strategy: 'linear',
  tags: { run: ['all'], skip: [] },
  forceHandlers: false,
  extraVars: [],
  hashBehaviour: 'replace',
  inventorySources: [],
  gathering: 'implicit',
  wholeFacts: true,
  injectFacts: true,
  anyErrorsFatal: false,
  native: false,
  taskTimeout: 0,
  pollInterval: 15,
  asyncDirectory: '~/.ansible_async',
  noLog: false,
  step: false,
  debugger: { enabled: false, honoursIgnored: true },
  connection: {
    connection: 'smart',
    become: false,
    becomeMethod: 'sudo',
    becomeUser: 'root',
    timeout: 10,
    acceptNewHostKeys: false,
    hostKeyChecking: true,
  },
};

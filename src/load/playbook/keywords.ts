// Which keywords there are, where each may stand, and what kind of value it takes: ansible-core 2.14's.

/** The kinds of things that have keywords, as messages call them. */
export type Holder = 'play' | 'block' | 'task' | 'handler' | 'role entry' | 'import_playbook' | 'include';

/** What a keyword takes. Templates are judged when they are rendered. `structure`: looked at where the tree is built. */
export type ValueKind =
  | { readonly kind: 'bool' | 'int' | 'number' | 'text' | 'texts' | 'conditions' | 'tags' | 'variable' }
  | { readonly kind: 'vars' | 'environment' | 'module-defaults' | 'loop' | 'serial' | 'structure' }
  | { readonly kind: 'choice'; readonly of: readonly string[] };

const bool: ValueKind = { kind: 'bool' };
const int: ValueKind = { kind: 'int' };
const text: ValueKind = { kind: 'text' };
const texts: ValueKind = { kind: 'texts' };
const conditions: ValueKind = { kind: 'conditions' };
const structure: ValueKind = { kind: 'structure' };
const choice = (...of: readonly string[]): ValueKind => ({ kind: 'choice', of });

/** What everything has that may hold tasks. */
const COMMON: Readonly<Record<string, ValueKind>> = {
  any_errors_fatal: bool,
  become: bool,
  become_exe: text,
  become_flags: text,
  become_method: text,
  become_user: text,
  check_mode: bool,
  collections: texts,
  connection: text,
  debugger: choice('always', 'never', 'on_failed', 'on_unreachable', 'on_skipped'),
  diff: bool,
  environment: { kind: 'environment' },
  ignore_errors: bool,
  ignore_unreachable: bool,
  module_defaults: { kind: 'module-defaults' },
  name: text,
  no_log: bool,
  port: int,
  remote_user: text,
  run_once: bool,
  tags: { kind: 'tags' },
  throttle: int,
  timeout: int,
  vars: { kind: 'vars' },
};

const CONDITIONAL: Readonly<Record<string, ValueKind>> = { when: conditions, delegate_to: text, delegate_facts: bool };

const PLAY: Readonly<Record<string, ValueKind>> = {
  ...COMMON,
  fact_path: text,
  force_handlers: bool,
  gather_facts: bool,
  gather_subset: texts,
  gather_timeout: int,
  handlers: structure,
  hosts: structure,
  max_fail_percentage: { kind: 'number' },
  order: choice('inventory', 'sorted', 'reverse_sorted', 'reverse_inventory', 'shuffle'),
  post_tasks: structure,
  pre_tasks: structure,
  roles: structure,
  serial: { kind: 'serial' },
  strategy: choice('linear', 'free', 'host_pinned', 'debug'),
  tasks: structure,
  vars_files: structure,
  vars_prompt: structure,
};

const BLOCK: Readonly<Record<string, ValueKind>> = {
  ...COMMON,
  ...CONDITIONAL,
  notify: texts,
  block: structure,
  rescue: structure,
  always: structure,
};

const TASK: Readonly<Record<string, ValueKind>> = {
  ...COMMON,
  ...CONDITIONAL,
  notify: texts,
  action: structure,
  local_action: structure,
  args: structure,
  async: int,
  changed_when: conditions,
  delay: { kind: 'number' },
  failed_when: conditions,
  loop: { kind: 'loop' },
  loop_control: structure,
  poll: { kind: 'number' },
  register: { kind: 'variable' },
  retries: int,
  until: conditions,
};

// A dynamic include runs nothing by itself, so Ansible refuses keywords there that would mislead.
const INCLUDE_KEYWORDS = [
  ...['action', 'args', 'collections', 'debugger', 'ignore_errors', 'loop', 'loop_control', 'name', 'no_log'],
  ...['register', 'run_once', 'tags', 'timeout', 'vars', 'when'],
];

export const KEYWORDS: Readonly<Record<Holder, Readonly<Record<string, ValueKind>>>> = {
  play: PLAY,
  block: BLOCK,
  task: TASK,
  handler: { ...TASK, listen: texts },
  'role entry': { ...COMMON, ...CONDITIONAL, role: text },
  import_playbook: { ...COMMON, when: conditions, import_playbook: structure },
  include: Object.fromEntries(Object.entries(TASK).filter(([name]) => INCLUDE_KEYWORDS.includes(name))),
};

/** Keys of `loop_control`. */
export const LOOP_CONTROL: Readonly<Record<string, ValueKind>> = {
  break_when: conditions,
  extended: bool,
  extended_allitems: bool,
  index_var: { kind: 'variable' },
  label: { kind: 'structure' },
  loop_var: { kind: 'variable' },
  pause: { kind: 'number' },
};

/** Keywords that Ansible had once, and what to write today. */
export const FORMER: Readonly<Record<string, string>> = {
  sudo: "write 'become' instead",
  sudo_user: "write 'become_user' instead",
  su: "write 'become' and 'become_method: su' instead",
  su_user: "write 'become_user' instead",
  always_run: "write 'check_mode: false' instead",
  static: "write 'import_tasks' for a static include, 'include_tasks' for a dynamic one",
  first_available_file: "write 'with_first_found' instead",
  include: "write 'import_playbook' instead",
  accelerate: 'leave it out',
  accelerate_port: 'leave it out',
  accelerate_ipv6: 'leave it out',
};

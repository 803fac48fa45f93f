// The actions that mean something to the language itself, by their short names.

const BUILTIN = /^ansible\.(?:builtin|legacy)\./;

/** A module's word without the prefix that Ansible's own modules may carry. */
export function shortName(word: string): string {
  return word.replace(BUILTIN, '');
}

/** Actions that the engine carries out without any module. */
const ENGINE: ReadonlySet<string> = new Set([
  ...['import_tasks', 'include_tasks', 'include', 'import_role', 'include_role', 'import_playbook', 'meta'],
]);

/** Whether a word is an action of the engine's own. */
export function isEngineAction(word: string): boolean {
  return ENGINE.has(shortName(word));
}

/** Whether an action is carried out by a module; `include_vars` is written as one, but the engine reads the files. */
export function needsModule(word: string): boolean {
  return !isEngineAction(word) && shortName(word) !== 'include_vars';
}

/** Modules that take a command line, of which only some `k=v` are options. */
const COMMANDS: ReadonlySet<string> = new Set(['command', 'shell', 'raw', 'script']);

/** Whether a module takes a command line. */
export function takesCommand(word: string): boolean {
  return COMMANDS.has(shortName(word));
}

const FREE_FORM: ReadonlySet<string> = new Set([
  ...COMMANDS,
  ...ENGINE,
  ...['include_vars', 'set_fact', 'add_host', 'group_by', 'win_command', 'win_shell'],
  ...['ansible.windows.win_command', 'ansible.windows.win_shell'],
]);

/** Whether a module takes text that is no `k=v`. */
export function takesFreeForm(word: string): boolean {
  return FREE_FORM.has(shortName(word));
}

const WITH_CMD: ReadonlySet<string> = new Set(['command', 'shell', 'script']);

/** Whether a module's `cmd` is another way to write its free-form text. */
export function takesCmd(word: string): boolean {
  return WITH_CMD.has(shortName(word));
}

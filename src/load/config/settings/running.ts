// How a run goes: how many hosts at once, what stops it, which tasks.

import { integer, list, path, text, yesNo } from '../setting.ts';

/** How a run goes: how many hosts at once, what stops it, which tasks. */
export const runningSettings = {
  DEFAULT_FORKS: integer({
    ini: ['defaults.forks'],
    env: ['ANSIBLE_FORKS'],
    default: 5,
    doc: 'How many hosts are worked on at the same time',
  }),
  DEFAULT_STRATEGY: text({
    ini: ['defaults.strategy'],
    env: ['ANSIBLE_STRATEGY'],
    default: 'linear',
    doc: 'The strategy of plays that name none',
  }),
  ANY_ERRORS_FATAL: yesNo({
    ini: ['defaults.any_errors_fatal'],
    env: ['ANSIBLE_ANY_ERRORS_FATAL'],
    default: false,
    doc: 'Whether a failure on one host ends the run for all of them',
  }),
  DEFAULT_FORCE_HANDLERS: yesNo({
    ini: ['defaults.force_handlers'],
    env: ['ANSIBLE_FORCE_HANDLERS'],
    default: false,
    doc: 'Whether handlers that were notified run on hosts that failed afterwards',
  }),
  ERROR_ON_MISSING_HANDLER: yesNo({
    ini: ['defaults.error_on_missing_handler'],
    env: ['ANSIBLE_ERROR_ON_MISSING_HANDLER'],
    default: true,
    doc: 'Whether notifying a handler that does not exist is a mistake',
  }),
  DEFAULT_POLL_INTERVAL: integer({
    ini: ['defaults.poll_interval'],
    env: ['ANSIBLE_POLL_INTERVAL'],
    default: 15,
    doc: 'Seconds between two questions to an asynchronous task that sets no `poll`',
  }),
  TASK_TIMEOUT: integer({
    ini: ['defaults.task_timeout'],
    env: ['ANSIBLE_TASK_TIMEOUT'],
    default: 0,
    doc: 'Seconds that a task may take, 0 for as long as it wants',
  }),
  TAGS_RUN: list({
    ini: ['tags.run'],
    env: ['ANSIBLE_RUN_TAGS'],
    default: [],
    doc: 'The tags whose tasks run, where the command line names none',
  }),
  TAGS_SKIP: list({
    ini: ['tags.skip'],
    env: ['ANSIBLE_SKIP_TAGS'],
    default: [],
    doc: 'The tags whose tasks are left out, where the command line names none',
  }),
  ENABLE_TASK_DEBUGGER: yesNo({
    ini: ['defaults.enable_task_debugger'],
    env: ['ANSIBLE_ENABLE_TASK_DEBUGGER'],
    default: false,
    doc: 'Whether a failed task opens the debugger where `debugger` says nothing else',
  }),
  TASK_DEBUGGER_IGNORE_ERRORS: yesNo({
    ini: ['defaults.task_debugger_ignore_errors'],
    env: ['ANSIBLE_TASK_DEBUGGER_IGNORE_ERRORS'],
    default: true,
    doc: 'Whether `ignore_errors` keeps the debugger from opening',
  }),
  DEFAULT_MODULE_NAME: text({
    ini: ['defaults.module_name'],
    default: 'command',
    doc: 'The module of an ad-hoc command without -m',
  }),
  DEFAULT_MODULE_ARGS: text({
    ini: ['defaults.module_args'],
    env: ['ANSIBLE_MODULE_ARGS'],
    default: null,
    doc: 'The arguments of an ad-hoc command without -a',
  }),
  RETRY_FILES_ENABLED: yesNo({
    ini: ['defaults.retry_files_enabled'],
    env: ['ANSIBLE_RETRY_FILES_ENABLED'],
    default: false,
    doc: 'Whether the hosts that failed are written to a file for --limit',
  }),
  RETRY_FILES_SAVE_PATH: path({
    ini: ['defaults.retry_files_save_path'],
    env: ['ANSIBLE_RETRY_FILES_SAVE_PATH'],
    default: null,
    doc: 'The directory for files with failed hosts',
  }),
  INVALID_TASK_ATTRIBUTE_FAILED: yesNo({
    ini: ['defaults.invalid_task_attribute_failed'],
    env: ['ANSIBLE_INVALID_TASK_ATTRIBUTE_FAILED'],
    default: true,
    doc: 'Whether an unknown keyword of a task is a mistake or only a warning',
  }),
} as const;

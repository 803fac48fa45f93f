// Which tasks can be put in the background: those that Ansible can.

import type { FoundModule } from '../../module/registry.ts';

// Half of what they do is done on the controller.
const FOREGROUND: ReadonlySet<string> = new Set([
  ...['add_host', 'assemble', 'assert', 'async_status', 'copy', 'debug', 'fail', 'fetch', 'gather_facts', 'group_by'],
  ...['pause', 'raw', 'reboot', 'script', 'set_fact', 'set_stats', 'template', 'unarchive', 'validate_argument_spec'],
  'wait_for_connection',
]);

/** Whether a module can run in the background. */
export function isBackground({ name }: FoundModule): boolean {
  const short = name.replace(/^ansible\.(builtin|legacy)\./, '');
  return !FOREGROUND.has(short);
}

// What the build makes one file of: both commands, each loaded when it is asked for, and the library that users' modules import.

export { importBy } from '../module/import-file.ts';
export * as library from '../module/index.ts';

/** Each holds when the command is done. */
export const commands = {
  tsplay: async (): Promise<void> => (await import('./main.ts')).ended,
  'tsplay-playbook': async (): Promise<void> => (await import('./tsplay-playbook.ts')).ended,
};

// How a command ends that cannot go on: the message, and the exit code.

import { CommanderError } from 'commander';
import { InputError, type InputPart, show } from './problems.ts';

/** Exit codes for what is wrong with the input; `usage`: the command line itself. */
export type InputCodes = Readonly<Record<InputPart | 'usage', number>>;

/** Does a command's work. What ends it becomes a message and the exit code. */
export async function endingWell(work: () => Promise<void>, codes: InputCodes): Promise<void> {
  process.stdout.on('error', (problem) => withoutOutput(problem, codes.other));
  process.stderr.on('error', () => {});
  try {
    await work();
  } catch (problem) {
    if (problem instanceof CommanderError) process.exitCode = problem.exitCode === 0 ? 0 : codes.usage;
    else if (problem instanceof InputError) {
      show(problem.problems);
      process.exitCode = codes[problem.part];
    } else {
      const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
      process.stderr.write(
        `tsplay has failed; this is a mistake in tsplay, not in your playbook. Please report it with these lines:\n${text}\n`,
      );
      // Connections that nobody closes any more must not keep the process alive.
      process.exit(250);
    }
  }
}

let told = false;

// What is done to hosts must not end half-way because nobody reads what is said of it (`| head`), or the disk for it is full.
function withoutOutput(problem: NodeJS.ErrnoException, code: number): void {
  if (told || problem.code === 'EPIPE') return;
  told = true;
  process.stderr.write(`tsplay cannot write its output (${problem.message}); the run goes on without\n`);
  process.once('exit', () => {
    process.exitCode ||= code;
  });
}

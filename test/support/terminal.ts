// Runs a command on a terminal of its own, and answers what it asks.

import { spawnSync } from 'node:child_process';

// Python can make a terminal where Node cannot. An answer is typed whenever the output ends as a question does.
const DRIVER = `
import os, pty, re, select, sys, time
answers = sys.argv[1].split('|')
pid, terminal = pty.fork()
if pid == 0: os.execvp(sys.argv[2], sys.argv[2:])
output, seen, quiet = b'', 0, time.time()
while time.time() - quiet < 30:
    ready = select.select([terminal], [], [], 0.2)[0]
    if ready:
        try: data = os.read(terminal, 65536)
        except OSError: break
        if not data: break
        output += data
        quiet = time.time()
    elif answers and re.sub(rb'\\x1b\\[\\d*[A-Z]', b'', output[seen:]).endswith(b': '):
        os.write(terminal, answers.pop(0).encode() + b'\\n')
        seen = len(output)
os.waitpid(pid, 0)
sys.stdout.buffer.write(output)
`;

export interface TerminalRun {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly answers: readonly string[];
}

/** What the terminal showed, lines ended by a newline only. */
export function onTerminal(command: readonly string[], { cwd, env, answers }: TerminalRun): string {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ANSIBLE_'));
  const run = spawnSync('python3', ['-c', DRIVER, answers.join('|'), ...command], {
    cwd,
    encoding: 'utf8',
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ANSIBLE_NOCOLOR: '1', ...env },
  });
  return run.stdout.replaceAll('\r', '');
}

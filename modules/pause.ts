// Waits, or asks the person at the terminal.

import {
  type ActionContext,
  type ActionOutcome,
  bool,
  defineAction,
  duration,
  float,
  type ParamsOf,
  type Result,
  text,
  timestamp,
} from '../src/module/index.ts';

const params = {
  minutes: float('Minutes to wait.').optional(),
  seconds: float('Seconds to wait.').optional(),
  prompt: text('What to say; without a time it is a question.').optional(),
  echo: bool('Show what is typed.').default(true),
};

export default defineAction({
  summary: 'Wait, or ask the person at the terminal',
  params,
  oncePerPlay: true,
  needsHost: false,
  returns: {
    user_input: 'what was typed',
    delta: 'seconds that it took',
    start: 'when it began',
    stop: 'when it ended',
    stdout: 'how long it was, in words',
    echo: 'whether what was typed was shown',
  },
  examples: [
    { name: 'Ask before going on', yaml: 'pause:\n  prompt: Press return when the console shows the same fingerprint' },
  ],
  refuse: ({ minutes, seconds }) =>
    minutes !== undefined && seconds !== undefined ? 'parameters are mutually exclusive: minutes|seconds' : undefined,
  run: (given, context) =>
    given.minutes === undefined && given.seconds === undefined ? ask(given, context) : wait(given, context),
});

async function wait(
  { minutes, seconds, echo }: ParamsOf<typeof params>,
  context: ActionContext,
): Promise<ActionOutcome> {
  const amount = Math.max(seconds ?? (minutes ?? 0) * 60, 0);
  const start = Date.now();
  await context.sleep(amount);
  const stdout =
    minutes === undefined ? `Paused for ${fraction(amount)} seconds` : `Paused for ${fraction(minutes)} minutes`;
  return { changed: false, result: fields(start, stdout, echo, '') };
}

async function ask({ prompt, echo }: ParamsOf<typeof params>, context: ActionContext): Promise<ActionOutcome> {
  const start = Date.now();
  const answer = await context.ask(`${prompt ?? 'Press enter to continue, Ctrl+C to interrupt'}:`, { echo });
  const stdout = `Paused for ${duration(Date.now() - start)}`;
  if (answer !== undefined) return { changed: false, result: fields(start, stdout, echo, answer) };
  return {
    changed: false,
    result: fields(start, stdout, echo, ''),
    warnings: ['Not waiting for response to prompt as stdin is not interactive'],
  };
}

function fields(start: number, stdout: string, echo: boolean, input: string): Result {
  const now = Date.now();
  return {
    start: timestamp(start),
    stop: timestamp(now),
    delta: Math.floor((now - start) / 1000),
    stdout,
    stderr: '',
    rc: 0,
    echo,
    user_input: input,
  };
}

// Python prints a float with its point.
const fraction = (number: number): string => (Number.isInteger(number) ? number.toFixed(1) : String(number));

// Colours of lines: those that Ansible's users know.

import { createColors } from 'picocolors';
import type { Line, Tone } from './endings.ts';

export type Paint = (line: Line) => string;

/** Paints lines, or leaves them as they are. */
export function painter(color: boolean): Paint {
  const colors = createColors(color);
  const tones: Readonly<Record<Tone, (text: string) => string>> = {
    ok: colors.green,
    changed: colors.yellow,
    skipped: colors.cyan,
    failed: colors.red,
    unreachable: (text) => colors.bold(colors.red(text)),
    plain: (text) => text,
    warning: colors.magenta,
    retry: colors.blue,
    removed: colors.red,
    added: colors.green,
    hunk: colors.cyan,
  };
  return (line) => tones[line.tone](line.text);
}

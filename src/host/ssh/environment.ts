// The environment variables that ssh hands on to a host: those that SendEnv names, mostly the language, and those that SetEnv sets.

import type { Options } from './config-file.ts';

/** Variables to be sent; the host decides which of them it takes. */
export function sentEnvironment(
  options: Options,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const sent: Record<string, string> = {};
  for (const pattern of patternsOf(options.get('sendenv') ?? []))
    for (const [name, value] of Object.entries(environment))
      if (value !== undefined && matcherOf(pattern).test(name)) sent[name] = value;
  for (const word of options.get('setenv') ?? []) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (name !== undefined && value !== undefined) sent[name] = value;
  }
  return sent;
}

// `-PATTERN` takes back the names before it that it matches.
function patternsOf(words: readonly string[]): readonly string[] {
  let patterns: readonly string[] = [];
  for (const word of words) {
    if (!word.startsWith('-')) patterns = [...patterns, word];
    else {
      const taken = matcherOf(word.slice(1));
      patterns = patterns.filter((pattern) => !taken.test(pattern));
    }
  }
  return patterns;
}

function matcherOf(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}

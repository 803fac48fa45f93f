// The text of a local fact (`/etc/ansible/facts.d/NAME.fact`): JSON, else an INI file.

import type { Plain } from '../../../model/value.ts';

/** What it says, or the sentence with which Ansible answers for what is neither. */
export function parseLocalFact(text: string): Plain {
  const json = fromJson(text);
  if (json !== undefined) return json;
  const ini: Record<string, Record<string, string>> = {};
  let current: Record<string, string> | undefined;
  for (const line of text.split('\n')) {
    const header = /^\[([^\]]+)\]/.exec(line);
    const pair = /^\s*([^=:#;\s][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (header?.[1]) {
      current = {};
      ini[header[1]] = current;
    } else if (pair?.[1] && current) current[pair[1].toLowerCase()] = pair[2] ?? '';
    else if (line.trim() !== '' && !/^\s*[#;]/.test(line))
      return 'error loading facts as JSON or ini - please check content';
  }
  return Object.keys(ini).length > 0 ? ini : 'error loading facts as JSON or ini - please check content';
}

function fromJson(text: string): Plain | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isPlain(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

// Whatever JSON.parse gives is plain data.
function isPlain(value: unknown): value is Plain {
  return value !== undefined;
}

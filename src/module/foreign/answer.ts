// What a foreign module printed, as a result: Ansible's rules about noise, failures, facts and internal fields.

import { Dict, type Value } from '../../model/value.ts';
import { TemplateError } from '../../template/index.ts';
import { parseJson } from '../../template/text/json-load.ts';
import type { ModuleOutput } from './helper.ts';

/** The result of a module. */
export function resultOf(output: ModuleOutput): Dict {
  const parsed = jsonIn(output.stdout);
  if (!parsed) return broken(output);
  const result = withoutInternals(parsed.value);
  if (parsed.junk !== '') {
    const warnings = result.get('warnings');
    result.set('warnings', [
      ...(Array.isArray(warnings) ? warnings : []),
      `Module invocation had junk after the JSON data: ${parsed.junk}`,
    ]);
  }
  addLines(result);
  cleanFacts(result);
  for (const name of ['warnings', 'deprecations']) if (isEmptyList(result.get(name))) result.delete(name);
  return result;
}

interface Parsed {
  readonly value: Dict;
  /** What stands behind it. */
  readonly junk: string;
}

// Lines before the first that opens an object are noise (a login banner, a warning of a library), and so is what follows the last that closes one.
function jsonIn(stdout: string): Parsed | undefined {
  const lines = stdout.split(/\r?\n/);
  const first = lines.findIndex((line) => line.trimStart().startsWith('{'));
  const last = lines.findLastIndex((line) => line.trimEnd().endsWith('}'));
  if (first < 0 || last < first) return undefined;
  try {
    const value = parseJson(lines.slice(first, last + 1).join('\n'));
    const junk = lines
      .slice(last + 1)
      .join('\n')
      .trim();
    return value instanceof Dict ? { value, junk } : undefined;
  } catch (problem) {
    if (problem instanceof TemplateError) return undefined;
    throw problem;
  }
}

function broken({ code, stdout, stderr }: ModuleOutput): Dict {
  const result = Dict.of([
    ['failed', true],
    ['changed', false],
    ['msg', 'MODULE FAILURE\nSee stdout/stderr for the exact error'],
    ['rc', code],
    ['module_stdout', stdout],
    ['module_stderr', stderr],
  ]);
  if (/^Traceback \(most recent call last\):/m.test(stderr)) result.set('exception', stderr);
  return result;
}

// What Ansible's own parts tell each other.
function withoutInternals(dict: Dict): Dict {
  return Dict.of(
    [...dict.entries()]
      .filter(([name]) => !(typeof name === 'string' && name.startsWith('_ansible_')))
      .map(([name, value]) => [name, cleaned(value)] as const),
  );
}

function cleaned(value: Value): Value {
  if (value instanceof Dict) return withoutInternals(value);
  return Array.isArray(value) ? value.map(cleaned) : value;
}

function addLines(result: Dict): void {
  for (const name of ['stdout', 'stderr']) {
    const text = result.get(name);
    if (typeof text === 'string' && !result.has(`${name}_lines`)) result.set(`${name}_lines`, linesOf(text));
  }
}

function linesOf(text: string): Value[] {
  if (text === '') return [];
  return text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/);
}

/** Variables that decide how a host is reached and with which programs: no host may say so about itself. */
const GUARDED =
  /^(?:ansible_(?:connection|host|port|user|password|become(?:_.*)?|ssh_(?!host_key_).*|shell_.*|remote_tmp|.*_interpreter)|inventory_.*|hostvars|groups|group_names|vars)$/;

function cleanFacts(result: Dict): void {
  const facts = result.get('ansible_facts');
  if (!(facts instanceof Dict)) return;
  for (const name of [...facts.keys()]) if (typeof name === 'string' && GUARDED.test(name)) facts.delete(name);
}

function isEmptyList(value: Value | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

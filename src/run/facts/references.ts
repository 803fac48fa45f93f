// Which facts a text can ask for, by the words in it: too many rather than too few, and all where names are put together.

import { isFactName } from '../../plan/looks/facts/narrowing.ts';
import { isVariableOfItsOwn } from '../scope/host-state.ts';

/** What texts can ask for. */
export interface References {
  /** Names of facts, without `ansible_`; among them names that only an interface or a module can bring. */
  readonly facts: ReadonlySet<string>;
  /** A piece of text that may ask for any fact. */
  readonly any?: string;
}

/** What several texts can ask for together. */
export function together(all: Iterable<References>): References {
  const facts = new Set<string>();
  for (const { facts: some, any } of all) {
    if (any !== undefined) return { facts: new Set(), any };
    for (const one of some) facts.add(one);
  }
  return { facts };
}

/** What a file can ask for: its expressions, and whatever else stands in it. */
export function referencesIn(text: string): References {
  const any = findAny(text);
  if (any !== undefined) return { facts: new Set(), any };
  const facts = new Set<string>();
  for (const [, name = ''] of text.matchAll(PREFIXED)) if (isFact(name)) facts.add(name);
  for (const match of text.matchAll(WHOLE)) {
    const name = nameIn(match)?.replace(/^ansible_(?!local$)/, '');
    if (name !== undefined && !OTHERS.test(name)) facts.add(name === 'ansible_local' ? 'local' : name);
  }
  return { facts };
}

const PREFIXED = /\bansible_(\w+)/g;

// Connection variables and the engine's own are not, unless a fact has the name.
function isFact(name: string): boolean {
  if (isFactName(name)) return true;
  return isVariableOfItsOwn(`ansible_${name}`) && !MAGIC.test(name) && !OTHERS.test(name);
}

const MAGIC =
  /^(managed|facts|search_path|check_mode|diff_mode|forks|limit|run_tags|skip_tags|verbosity|version|loop(_var)?|index_var|parent_role_.*|role_.*|dependent_role_.*|collection.*|config_file|inventory_sources|playbook_python|play_.*|delegated_vars|failed_task|failed_result|async_dir|python_interpreter|async.*|pipelining|timeout|local_tmp|remote_tmp)$/;

// What modules of their own bring as facts, setup never.
const OTHERS = /^(services|packages|getent_\w+|discovered_interpreter_python|module_setup|gather_subset)$/;

// A quote as it may stand in YAML, within other quotes too.
const QUOTE = String.raw`(?:\\?["']){1,2}`;
const LITERAL = String.raw`\[\s*${QUOTE}([A-Za-z_]\w*)${QUOTE}\s*\]`;
const MEMBER = String.raw`\.\s*([A-Za-z_]\w*)\b(?!\s*\()`;
const GOT = String.raw`\.\s*get\(\s*${QUOTE}([A-Za-z_]\w*)${QUOTE}`;
const ACCESS = String.raw`\s*(?:${LITERAL}|${MEMBER}|${GOT})`;
const INDEX = String.raw`\[(?:[^\[\]]|\[[^\[\]]*\])*\]`;

const WHOLE = new RegExp(String.raw`\bansible_facts\b(?:(?:${QUOTE}\s*\])?${ACCESS})?`, 'g');
const HOSTVARS = new RegExp(
  String.raw`\bhostvars\b(?:\s*(?:${INDEX}|\.\s*\w+\b(?!\s*\()|\.\s*get\([^()]*\))${ACCESS}|\s*,\s*\[?\s*${QUOTE}([A-Za-z_]\w*)${QUOTE})?`,
  'g',
);
const VARS = new RegExp(String.raw`\bvars\b(?:${ACCESS})?`, 'g');
const LOOKUP = new RegExp(
  String.raw`\b(?:lookup|query|q)\(\s*(?:${QUOTE}([\w.]+)${QUOTE}\s*(,?\s*${QUOTE}[\w]+${QUOTE})?)?`,
  'g',
);

/** Lookups that evaluate what nobody can see here. */
const EVALUATING = /^(?:\w+\.\w+\.)?(template|varnames|vars)$/;

// The name that one of the forms of access has caught.
function nameIn([, ...names]: RegExpMatchArray): string | undefined {
  return names.find((name) => name !== undefined);
}

/** The piece of a text that may ask for any fact; `undefined` where there is none. */
function findAny(text: string): string | undefined {
  // A name that is put together: 'ansible_' ~ name, ansible_{{ name }}.
  const composed = /\bansible_(?:\w*_)?(?!\w)(?!\*)/.exec(text);
  if (composed) return composed[0];
  for (const match of text.matchAll(WHOLE)) if (nameIn(match) === undefined && !isKey(text, match)) return match[0];
  for (const match of text.matchAll(HOSTVARS)) if (nameIn(match) === undefined) return match[0];
  for (const match of text.matchAll(VARS))
    if (nameIn(match) === undefined && !isPlainWord(text, match)) return match[0];
  for (const [found, plugin, literal] of text.matchAll(LOOKUP)) {
    if (plugin === undefined) return found;
    if (EVALUATING.test(plugin) && !(/(^|\.)vars$/.test(plugin) && literal !== undefined)) return found;
  }
  return /\bwith_(?:vars|varnames|template)\b|\bdebugger\s*:|\bstrategy\s*:\s*\S*debug\b/.exec(text)?.[0];
}

// `ansible_facts:` as a key of YAML sets something; it asks for nothing.
function isKey(text: string, match: RegExpExecArray | RegExpMatchArray): boolean {
  return /^["']?\s*:(?:\s|$)/.test(text.slice((match.index ?? 0) + match[0].length).slice(0, 8));
}

// The keyword `vars:`, a folder of that name, a comment about either, and words of names.
function isPlainWord(text: string, match: RegExpExecArray | RegExpMatchArray): boolean {
  const at = match.index ?? 0;
  const after = text.slice(at + match[0].length, at + match[0].length + 8);
  if (/^["']?\s*:(?:\s|$)/.test(after) || /^(?:\/|\.ya?ml)/.test(after) || /[\w./-]/.test(text[at - 1] ?? ''))
    return true;
  const plugin = /\b(?:lookup|query|q)\(\s*(?:\\?["']){1,2}(?:\w+\.\w+\.)?$/.test(text.slice(Math.max(0, at - 60), at));
  return plugin || isComment(text, at);
}

// A line that is a comment or a name in words, and has no template in it.
function isComment(text: string, at: number): boolean {
  const start = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(start, end === -1 ? undefined : end);
  return /^\s*(?:#|(?:- +)?name\s*:)/.test(line) && !/\{[{%#]/.test(line);
}

/** Whether a template names others, which are not looked into. */
export function includesOthers(template: string): boolean {
  return /\{%[-+]?\s*(?:include|import|from|extends)\b/.test(template) || /#jinja2:/.test(template);
}

// The parameters of native modules are those that ansible-doc tells: names, aliases, types, choices, defaults, and what is required.

import { expect } from 'chai';
import type { ParamType } from '../../../src/module/param-types.ts';
import type { Param, Params } from '../../../src/module/params.ts';
import { Catalogue } from '../../../src/module/registry.ts';
import { describeParity } from '../../support/oracle.ts';
import { type DocumentedModule, type DocumentedOption, oracleDocs } from '../../support/oracle-docs.ts';
import { reasonOf, unusedReasons } from '../../support/parameter-differences.ts';

// Fields of results that the oracle tells and we do not, with the reason.
const LACKING: Readonly<Record<string, string>> = {
  'authorized_key.key_option': 'it is named key_options in fact',
  'authorized_key.unique': 'ansible does not return it in fact',
  'docker_login.login_results': 'it is named login_result in fact',
  'parted.partition_info': 'the manual names what is in the result by it',
  'get_url.src': 'the download goes into its place, not through a temporary file of a name worth telling',
  'git.warnings': 'every module may have them',
  'postgresql_ext.query': 'it is named queries in fact',
  'snap.cmd': 'there may be several commands',
  'timezone.diff': 'every module has it with --diff',
};

describeParity('parameters of modules (against ansible-doc)', () => {
  const modules = new Map<string, Params>();
  const returns = new Map<string, Readonly<Record<string, string>>>();
  let docs: ReadonlyMap<string, DocumentedModule> = new Map();
  const differences: string[] = [];
  before(async function ask() {
    this.timeout(60_000);
    const catalogue = new Catalogue();
    for (const word of catalogue.names()) {
      const found = await catalogue.resolve(word);
      if (!found || found.name.startsWith('tsplay.')) continue;
      modules.set(found.name, found.module.params);
      returns.set(found.name, found.module.returns);
    }
    docs = oracleDocs([...modules.keys()]);
    for (const [name, params] of modules) {
      const options = docs.get(name)?.doc.options;
      if (options) differences.push(...compareAll(shortName(name), options, params));
      else if (docs.has(name)) differences.push(...compareAll(shortName(name), {}, params));
    }
  });

  it('are known to the oracle, but for those of later releases', () => {
    expect([...modules.keys()].filter((name) => !docs.has(name))).to.deep.equal([
      'ansible.builtin.deb822_repository',
      'community.docker.docker_compose_v2',
      'community.docker.docker_image_pull',
    ]);
  });

  it('are the same, but for differences with a reason', () => {
    expect(differences.filter((one) => reasonOf(one) === undefined)).to.deep.equal([]);
  });

  it('come with results whose fields are told', () => {
    const lacking = [...modules.keys()].flatMap((name) => {
      const told = returns.get(name) ?? {};
      const missing = Object.keys(docs.get(name)?.return ?? {}).filter((field) => told[field] === undefined);
      return missing.map((field) => `${shortName(name)}.${field}`);
    });
    expect(lacking.filter((field) => LACKING[field] === undefined)).to.deep.equal([]);
    expect(Object.keys(LACKING).filter((field) => !lacking.includes(field))).to.deep.equal([]);
  });

  it('have reasons only for differences that there are', () => {
    expect(unusedReasons(differences)).to.deep.equal([]);
  });
});

function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

type Options = Readonly<Record<string, DocumentedOption>>;

function compareAll(where: string, options: Options, params: Params): readonly string[] {
  // What begins with an underscore is between the engine and the module.
  const more = Object.keys(params).filter((name) => options[name] === undefined && !name.startsWith('_'));
  return [
    ...Object.entries(options).flatMap(([name, option]) => compare(`${where}.${name}`, option, params[name])),
    ...more.map((name) => `${where}.${name}: only ours`),
  ];
}

function compare(where: string, option: DocumentedOption, param: Param<unknown> | undefined): readonly string[] {
  if (!param) return [`${where}: missing`];
  const { info } = param;
  const facets: readonly (readonly [what: string, theirs: string, ours: string])[] = [
    ['aliases', words(option.aliases ?? []), words(info.aliases)],
    ['type', documentedType(option), typeText(info.type)],
    ['choices', words(choicesOf(option)), words(info.type.choices ?? info.type.element?.info.type.choices ?? [])],
    ['required', String(option.required ?? false), String(info.required)],
    ['default', defaultText(option.default, option.type), defaultText(info.defaultValue, option.type)],
  ];
  const wrong = facets.filter(([, theirs, ours]) => theirs !== ours);
  const members = info.type.members ?? info.type.element?.info.type.members;
  return [
    ...wrong.map(
      ([what, theirs, ours]) => `${where}: ${what}: ansible has ${theirs || 'none'}, we have ${ours || 'none'}`,
    ),
    ...(option.suboptions && !members ? [`${where}: its own parameters are not declared`] : []),
    ...(members ? compareAll(where, option.suboptions ?? {}, members) : []),
  ];
}

function words(list: readonly string[]): string {
  return [...list].sort().join(', ');
}

// Some manuals show what else is taken as if it were a choice.
function choicesOf({ choices = [] }: DocumentedOption): readonly string[] {
  const all = Array.isArray(choices) ? choices : Object.keys(choices);
  const shown = all.map((one) => (one === '\\n' ? '\n' : String(one)));
  return shown.includes('*regex*') ? [] : shown;
}

// `mode` and its like have no type there. A path is a text in which `~` is a home: where theirs is a text, nobody would mean a file named `~`.
function documentedType({ type = 'str', elements }: DocumentedOption): string {
  return type === 'list' ? `list of ${elements ?? 'raw'}`.replace('path', 'str') : type === 'path' ? 'str' : type;
}

function typeText({ name, element }: ParamType<unknown>): string {
  if (element !== undefined) return `list of ${element.info.type.name}`.replace('path', 'str');
  return name === 'path' ? 'str' : name === 'mode' ? 'raw' : name;
}

// What is absent, empty or false comes to the same, as do a text and a list of it.
function defaultText(value: unknown, type: string | undefined): string {
  if (Array.isArray(value)) return value.join(',');
  if (value === null || value === undefined || value === false || value === '') return '';
  if (type === 'bool') return value === 'no' ? '' : String(value === true || value === 'yes');
  return typeof value === 'object' ? JSON.stringify(value).replace('{}', '') : String(value);
}

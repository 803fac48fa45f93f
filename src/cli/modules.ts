// `tsplay modules`: the list of modules, what they need on a host, and the manual of one, from their declarations.

import { loadConfig } from '../load/config/config.ts';
import { didYouMean } from '../load/diagnostics/nearest.ts';
import { manualOf } from '../module/manual.ts';
import { Catalogue, type FoundModule } from '../module/registry.ts';
import { foreignModules } from './foreign.ts';
import { columns, manualText, wrapped } from './manual-text.ts';
import { InputError } from './problems.ts';

const NATIVE = 'native: needs nothing but a POSIX shell on the host';
const BY_PYTHON = 'foreign: run by the Python of the host';

/** The text to print: of all modules, of those of a collection, or of one. */
export async function showModules(name: string | undefined): Promise<string> {
  const { config } = loadConfig({ cwd: process.cwd(), environment: process.env });
  const catalogue = new Catalogue([], foreignModules(config));
  if (name === undefined) return listAll(catalogue);
  const found = await catalogue.resolve(name);
  if (found) return found.foreign ? aboutForeign(found) : manualText(manualOf(found.name, found.module), NATIVE);
  const members = (await catalogue.foreignNames()).filter((one) => one.startsWith(`${name}.`));
  if (members.length > 0) return members.map((one) => `${one}\n`).join('');
  const hint = didYouMean(name, catalogue.names()) ?? 'it is neither one of tsplay nor in an installed collection';
  throw InputError.of(`there is no module '${name}'`, hint);
}

async function listAll(catalogue: Catalogue): Promise<string> {
  const found = await Promise.all(catalogue.names().map((one) => catalogue.resolve(one)));
  const rows = found.flatMap((one) => (one ? [[one.name, one.module.summary] as const] : []));
  const native = [`${NATIVE}`, '', ...columns(rows)];
  const counts = new Map<string, number>();
  for (const name of await catalogue.foreignNames()) {
    const collection = name.split('.').slice(0, 2).join('.');
    counts.set(collection, (counts.get(collection) ?? 0) + 1);
  }
  const others = [...counts].map(([collection, count]) => [collection, `${count} modules`] as const);
  const foreign = others.length === 0 ? [] : ['', `${BY_PYTHON} (tsplay modules COLLECTION lists them)`, ''];
  return `${[...native, ...foreign, ...columns(others)].join('\n')}\n`;
}

// Its manual is Ansible's, in its own file.
function aboutForeign({ name, foreign }: FoundModule): string {
  const { path, needs, refused, deprecation } = foreign ?? {};
  if (refused !== undefined) return `${name}: cannot be run\n\n${wrapped(refused).join('\n')}\n`;
  const how = needs === 'python' ? BY_PYTHON : 'foreign: a program that the host runs by itself';
  const told = deprecation === undefined ? [] : ['', ...wrapped(deprecation)];
  return `${[`${name}: ${how}`, '', `  ${path}`, ...told, '', `ansible-doc ${name} shows its manual`].join('\n')}\n`;
}

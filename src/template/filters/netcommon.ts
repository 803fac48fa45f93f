// Filters of ansible.netcommon: VLANs and the passwords of network devices.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { integerArgument, str, toInt, toList, truth } from '../python/index.ts';
import { hashPassword } from '../text/crypt/password-hash.ts';
import { choose, systemRandom } from '../text/random.ts';
import { type FilterDefinition, filter, required } from './define.ts';

/** Those that Ansible finds by their short names too. */
export const netcommonFilters: readonly FilterDefinition[] = [
  filter('type5_pw', { salt: null }, (input, { salt }) => typeFive(str(input), salt === null ? undefined : str(salt))),
  filter('hash_salt', {}, (input) => saltOf(str(input))),
  filter('comp_type5', { encrypted: required, return_original: false }, (input, { encrypted, return_original }) => {
    const known = str(encrypted);
    if (hashPassword(str(input), 'md5', { salt: saltOf(known) }) !== known) return false;
    return truth(return_original) ? known : true;
  }),
  filter('vlan_parser', { first_line_len: 48, other_line_len: 44 }, (input, { first_line_len, other_line_len }) =>
    vlanLines(toList(input).map(integerArgument), integerArgument(first_line_len), integerArgument(other_line_len)),
  ),
];

export const laterNetcommonFilters: readonly FilterDefinition[] = [
  filter('vlan_expander', {}, (input) => str(input).split(',').flatMap(expandVlans)),
];

const saltCharacters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./';

function typeFive(password: string, given: string | undefined): string {
  const salt = given ?? Array.from({ length: 4 }, () => choose(Array.from(saltCharacters), systemRandom)).join('');
  if (!Array.from(salt).every((char) => saltCharacters.includes(char)))
    throw new TemplateError(`type5_pw salt used inproper characters, must be one of ${saltCharacters}`);
  return hashPassword(password, 'md5', { salt });
}

function saltOf(hash: string): string {
  const parts = hash.split('$');
  const salt = parts[2];
  if (salt === undefined || parts.length !== 4)
    throw new TemplateError(`Could not parse salt out password correctly from ${hash}`);
  return salt;
}

function expandVlans(part: string): Value[] {
  const [first = '', last = first, more] = part.split('-');
  if (more !== undefined) throw new TemplateError(`'${part}' is not a range of VLANs`);
  const [from, to] = [Number(toInt(first)), Number(toInt(last))];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

// Ranges of three and more are written with a dash; lines hold as many as fit.
function vlanLines(vlans: readonly number[], firstLength: number, otherLength: number): string[] {
  const sorted = [...new Set(vlans)].sort((a, b) => a - b);
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (lowest === undefined || highest === undefined) throw new TemplateError('vlan_parser needs at least one VLAN');
  if (lowest < 1 || highest > 4094) throw new TemplateError('Valid VLAN range is 1-4094');
  const lines: string[] = [];
  let line = '';
  for (const range of ranges(sorted)) {
    const limit = lines.length === 0 ? firstLength : otherLength;
    if (line !== '' && line.length + range.length + 1 > limit) {
      lines.push(line);
      line = range;
    } else line = line === '' ? range : `${line},${range}`;
  }
  return [...lines, line];
}

function ranges(sorted: readonly number[]): string[] {
  const runs: number[][] = [];
  for (const vlan of sorted) {
    const run = runs.at(-1);
    if (run && run.at(-1) === vlan - 1) run.push(vlan);
    else runs.push([vlan]);
  }
  return runs.flatMap((run) => (run.length > 2 ? [`${run[0]}-${run.at(-1)}`] : run.map(String)));
}

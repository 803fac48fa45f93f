// Reads how inventories name hosts: `web[01:20:2].example.com:2222` is ten hosts and a port.

import { isIPv4, isIPv6 } from 'node:net';

export type HostNames =
  | { readonly ok: true; readonly names: readonly string[]; readonly port?: number }
  | { readonly ok: false; readonly problem: string };

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const range = String.raw`\[[^\]]*\]`;
const letter = String.raw`[\p{L}\p{N}_]`;
const label = new RegExp(`^(?:${letter}|${range})(?:(?:${letter}|-|${range})*(?:${letter}|${range}))?$`, 'u');

/** The hosts that a name in an inventory stands for. */
export function expandHosts(written: string): HostNames {
  if (written.endsWith(':')) return no('it ends in a colon, which announces a port');
  const { name, port } = splitPort(written);
  const names = expandRanges(name);
  if (!names.ok || port === undefined) return names;
  return { ...names, port };
}

/** Parts a port from a host. What does not look like a host and a port is a name as a whole: `user@host:22`, `::1`. */
export function splitPort(written: string): { readonly name: string; readonly port?: number } {
  const bracketed = /^\[(.+)\]:(\d+)$/.exec(written);
  const plain = /^((?:[^:[\]]|\[[^\]]*\])+):(\d+)$/.exec(written);
  const [, name = '', port] = bracketed ?? plain ?? [];
  if (port === undefined || !isAddress(name)) return { name: written };
  // Port 0 is what nobody can mean, and is left out.
  return Number(port) === 0 ? { name } : { name, port: Number(port) };
}

function isAddress(name: string): boolean {
  return isIPv4(name) || isIPv6(name) || name.split(/\.(?![^[]*\])/).every((part) => label.test(part));
}

function expandRanges(name: string): HostNames {
  const [, head = '', inside, tail = ''] = /^([^[]*)\[([^\]]*)\](.*)$/s.exec(name) ?? [];
  if (inside === undefined) {
    return name.includes('[') ? no("a '[' is never closed") : { ok: true, names: [name] };
  }
  const values = expandRange(inside);
  if (typeof values === 'string') return no(values);
  const rest = expandRanges(tail);
  if (!rest.ok) return rest;
  return { ok: true, names: values.flatMap((value) => rest.names.map((end) => `${head}${value}${end}`)) };
}

/** The values of `begin:end:step`, or what is wrong with it. */
function expandRange(inside: string): readonly string[] | string {
  const [begin = '', end, step = '1', ...more] = inside.split(':');
  if (end === undefined || more.length > 0) return `'[${inside}]' is no range: write [begin:end] or [begin:end:step]`;
  if (end === '') return `the range '[${inside}]' has no end`;
  if (!/^[-+]?\d+$/.test(step)) return `the step '${step}' of the range '[${inside}]' is no number`;
  if (Number(step) === 0) return `the step of the range '[${inside}]' is 0`;
  const letters = [begin, end].every((bound) => bound.length === 1 && alphabet.includes(bound));
  return letters ? letterRange(inside, begin, end, Number(step)) : numberRange(inside, begin || '0', end, Number(step));
}

function letterRange(inside: string, begin: string, end: string, step: number): readonly string[] | string {
  const [first, last] = [alphabet.indexOf(begin), alphabet.indexOf(end)];
  if (first > last) return `the range '[${inside}]' ends before it begins`;
  return steps(first, last, step).map((index) => alphabet.charAt(index));
}

function numberRange(inside: string, begin: string, end: string, step: number): readonly string[] | string {
  for (const bound of [begin, end]) {
    if (!/^[-+]?\d+$/.test(bound)) return `'${bound}' in the range '[${inside}]' is no number`;
  }
  // A leading zero asks for numbers of one width.
  const width = begin.length > 1 && begin.startsWith('0') ? begin.length : 0;
  if (width > 0 && end.length !== width) return `in the range '[${inside}]' begin and end must be equally long`;
  const values = steps(Number(begin), Number(end), step);
  if (values.length === 0) return `the range '[${inside}]' holds no number`;
  return values.map((value) => String(value).padStart(width, '0'));
}

function steps(first: number, last: number, step: number): readonly number[] {
  const values: number[] = [];
  for (let value = first; step > 0 && value <= last; value += step) values.push(value);
  return values;
}

function no(problem: string): HostNames {
  return { ok: false, problem };
}

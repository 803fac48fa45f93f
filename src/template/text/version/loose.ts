// Version numbers as Python's distutils compared them: anything goes (loose), or `1.2.3a4` only (strict).

import type { Value } from '../../../model/value.ts';
import { TemplateError } from '../../callable.ts';
import { orderOf } from '../../python/index.ts';

/** Compares part by part, numbers as numbers; throws where a number meets a word. */
export function compareLoose(a: string, b: string): number {
  return orderOf(looseParts(a), looseParts(b));
}

function looseParts(text: string): Value[] {
  return text
    .split(/(\d+|[a-z]+|\.)/)
    .filter((part) => part !== '' && part !== '.')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Compares versions of two or three numbers and an optional `a1` or `b2`. */
export function compareStrict(a: string, b: string): number {
  return orderOf(strictParts(a), strictParts(b));
}

function strictParts(text: string): Value[] {
  const [match, major, minor, patch = '0', stage, stageNumber] =
    /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$/.exec(text) ?? [];
  if (match === undefined) throw new TemplateError(`invalid version number '${text}'`);
  // A release is after its own pre-releases.
  const prerelease: Value[] = stage === undefined ? [1] : [0, stage, Number(stageNumber)];
  return [Number(major), Number(minor), Number(patch), ...prerelease];
}

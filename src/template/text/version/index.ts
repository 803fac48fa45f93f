// Compares versions in any of the ways that Ansible knows.

import { TemplateError } from '../../callable.ts';
import { compareLoose, compareStrict } from './loose.ts';
import { comparePep440 } from './pep440.ts';
import { compareSemantic } from './semantic.ts';

export { compareLoose, compareSemantic };

const comparers = {
  loose: compareLoose,
  strict: compareStrict,
  semver: compareSemantic,
  semantic: compareSemantic,
  pep440: comparePep440,
} as const;

/** The name of a way to compare versions. */
export type VersionType = keyof typeof comparers;
export const versionTypes: readonly VersionType[] = ['loose', 'strict', 'semver', 'semantic', 'pep440'];

const operators: Readonly<Record<string, (order: number) => boolean>> = {
  '==': (order) => order === 0,
  '=': (order) => order === 0,
  eq: (order) => order === 0,
  '<': (order) => order < 0,
  lt: (order) => order < 0,
  '<=': (order) => order <= 0,
  le: (order) => order <= 0,
  '>': (order) => order > 0,
  gt: (order) => order > 0,
  '>=': (order) => order >= 0,
  ge: (order) => order >= 0,
  '!=': (order) => order !== 0,
  '<>': (order) => order !== 0,
  ne: (order) => order !== 0,
};

/** Whether `version OPERATOR other` holds; the operator is a symbol or Ansible's word for it. */
export function versionHolds(version: string, operator: string, other: string, type: VersionType): boolean {
  const holds = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (!holds) {
    const known = Object.keys(operators).map((one) => `'${one}'`);
    throw new TemplateError(`Invalid operator type (${operator}). Must be one of ${known.join(', ')}`);
  }
  try {
    return holds(comparers[type](version, other));
  } catch (error) {
    if (error instanceof TemplateError) throw new TemplateError(`Version comparison failed: ${error.message}`);
    throw error;
  }
}

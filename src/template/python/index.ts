// Python's behaviour of values: what filters, tests, lookups and the evaluator build on.

export * from './access.ts';
export * from './arguments.ts';
export * from './arithmetic.ts';
export * from './attributes.ts';
export * from './compare.ts';
export * from './digits.ts';
export * from './format.ts';
export * from './format-spec.ts';
export * from './instance.ts';
export * from './items.ts';
export * from './letter-case.ts';
export { fillDict, makeDict } from './methods/containers.ts';
export * from './named-tuple.ts';
export * from './number.ts';
export * from './objects.ts';
export * from './or-else.ts';
export * from './percent.ts';
export * from './splitting.ts';
export * from './text.ts';
export * from './types.ts';
export * from './undefined.ts';

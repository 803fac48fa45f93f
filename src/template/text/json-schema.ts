// Checks data against a JSON Schema and tells every mistake, in the terms of ansible.utils.validate.

import type { Ajv } from 'ajv';
import { Dict, toPlain, toValue, type Value } from '../../model/value.ts';
import { type CallContext, TemplateError } from '../callable.ts';
import { parseJson } from './json-load.ts';

type Validator = Ajv;

/** The mistakes; none where the data fits. The library takes long to load, so it is only loaded when it is needed. */
export function schemaMistakes(data: Value, criteria: Value, context: CallContext): Value[] {
  const ajv = context.wait('load ajv', load);
  const schemas = Array.isArray(criteria) ? criteria : [criteria];
  return schemas.flatMap((schema) => mistakes(ajv, fromText(data), fromText(schema)));
}

async function load(): Promise<Validator> {
  const { Ajv } = await import('ajv');
  return new Ajv({ allErrors: true, strict: false, verbose: true });
}

function fromText(value: Value): Value {
  return typeof value === 'string' ? parseJson(value) : value;
}

function mistakes(ajv: Validator, data: Value, schema: Value): Value[] {
  const plain = toPlain(schema);
  if (plain === null || typeof plain !== 'object')
    throw new TemplateError('the criteria of validate must be a JSON Schema');
  const check = ajv.compile(plain);
  if (check(toPlain(data))) return [];
  return (check.errors ?? []).map((error) => {
    const parts = error.instancePath.split('/').slice(1);
    const path = parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('');
    return Dict.of([
      ['message', error.message ?? ''],
      ['data_path', parts.join('.')],
      ['json_path', `$${path}`],
      ['schema_path', error.schemaPath.replace(/^#\//, '').replaceAll('/', '.')],
      ['validator', error.keyword],
      ['expected', fromUnknown(error.schema)],
      ['found', fromUnknown(error.data)],
    ]);
  });
}

function fromUnknown(value: unknown): Value {
  return value === undefined ? null : toValue(JSON.parse(JSON.stringify(value)));
}

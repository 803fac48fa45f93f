import { engine } from '../engine.ts';
import { describeCases, readCases } from '../recorded-cases.ts';

describe('tests, as recorded from Ansible', () => {
  describeCases('builtin', readCases(new URL('builtin.json', import.meta.url)), engine);
  describeCases('of addresses', readCases(new URL('network.json', import.meta.url)), engine);
});

import { fileURLToPath } from 'node:url';
import { engineWith } from '../engine.ts';
import { describeCases, readCases } from '../recorded-cases.ts';

const directory = fileURLToPath(new URL('tree', import.meta.url));

const engine = engineWith({
  playbookDir: directory,
  searchPath: () => [`${directory}/role`, directory],
  environment: { HOME: '/root', PATH: process.env.PATH },
  config: (name) => (name === 'DEFAULT_FORKS' ? 5 : undefined),
});

describe('lookups, as recorded from Ansible', () => {
  describeCases('builtin', readCases(new URL('builtin.json', import.meta.url), directory), engine);
});

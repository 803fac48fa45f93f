// The name under which a play gathers facts: setup, and what only this name takes.

import { bool, type Module } from '../src/module/index.ts';
import setup from './setup.ts';

const module: Module = {
  ...setup,
  params: { ...setup.params, parallel: bool('Does nothing: there is one way to gather facts.').optional() },
  start: (args, context) => setup.start(new Map([...args].filter(([name]) => name !== 'parallel')), context),
};

export default module;

// The name under which a play gathers facts.

export { default } from './setup.ts';

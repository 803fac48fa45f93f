// The older name of the dnf module; both use what the host has.

export { default } from './dnf.ts';

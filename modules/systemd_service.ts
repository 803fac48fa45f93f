// The newer name of the systemd module.

export { default } from './systemd.ts';

// Calls of the daemon's own interface, for what no option of the docker program can say: the program carries them, so that addresses, certificates and ssh are its matter.

import type { Command } from '../../plan/command.ts';
import type { RunLook } from '../../plan/look.ts';
import { connection, DOCKER, type DockerLogin, surroundings } from './client.ts';

/** A request to the daemon. The body is sent on standard input, so that what is secret in it is in no list of processes. */
export interface DaemonCall {
  readonly method: 'POST';
  /** Without the version of the interface. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

// The daemon gives a request up when its sender has closed: a pipe that this shell holds open keeps the sending side open until the answer is there.
const CALL = `command -v docker >/dev/null 2>&1 || exit 127
pipe=$(mktemp -d) && mkfifo -m 600 "$pipe/in" && exec 3<>"$pipe/in" || exit 1
rm -r "$pipe"
{ cat <&4 >&3 & } 4<&0
answer=$("$@" <&3)
case $answer in
'HTTP/1.'?' 2'*|'HTTP/1.'?' 304'*) printf '%s\\n' "$answer"; exit 0;;
esac
message=$(printf '%s\\n' "$answer" | sed -n 's/^.*"message": *"\\(.*\\)".*$/\\1/p' | sed 's/\\\\"/"/g')
printf '%s\\n' "\${message:-$answer}" >&2; exit 1`;

/** The command that sends a request and prints the answer, headers and all. It fails, with the daemon's own words, where the daemon refuses. */
export function callCommand(login: DockerLogin, { method, path, body }: DaemonCall): Command {
  const text = JSON.stringify(body);
  const version = login.api_version === 'auto' ? '' : `/v${login.api_version}`;
  const head = [
    `${method} ${version}${path} HTTP/1.1`,
    'Host: docker',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    'Connection: close',
  ];
  return {
    script: CALL,
    args: ['docker', ...connection(login), 'system', 'dial-stdio'],
    stdin: Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`),
    ...surroundings(login),
  };
}

/** What the daemon answered, without what goes before it: one JSON object, whole or in chunks. */
export function bodyOf(answer: Buffer): unknown {
  const [, body = ''] = /\r?\n\r?\n([\s\S]*)$/.exec(answer.toString('utf8')) ?? [];
  const object = body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1);
  try {
    return object === '' ? {} : JSON.parse(object);
  } catch {
    return {};
  }
}

/** A look that asks the daemon by a request. */
export function callLook(login: DockerLogin, call: DaemonCall, reads: RunLook['reads'] = [DOCKER]): RunLook {
  return { kind: 'run', command: callCommand(login, call), reads, costly: true };
}

/** A part of a path. */
export const segment = (name: string): string => encodeURIComponent(name);

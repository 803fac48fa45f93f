// A real Docker daemon of a test's own: in namespaces of its own, so that its networks, ports and mounts are nobody else's and go with it.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface DockerEngine {
  /** Where it has everything; it goes with the daemon. */
  readonly directory: string;
  /** As `docker_host` takes it. */
  readonly address: string;
  /** The name of a registry that only the daemon reaches. */
  readonly registry: string;
  /** Why there can be none here; `undefined` where there can. */
  readonly missing: string | undefined;
  /** Starts the daemon, with the images `base:1` and `base:2`, which differ. */
  start(): Promise<void>;
  /** Runs sh text that finds the daemon by $DOCKER_HOST. */
  sh(script: string): string;
  stop(): Promise<void>;
}

// It ends with its standard input, and all that it started with it.
const DAEMON = `ip link set lo up
node "$2" 5000 &
dockerd --data-root "$1/data" --exec-root "$1/run" --host "unix://$1/docker.sock" --pidfile "$1/pid" --storage-driver vfs \\
  --iptables=false --ip6tables=false --bridge none --log-level error >"$1/log" 2>&1 &
cat >/dev/null`;

const IMAGES = `cd "$1" && mkdir -p root/bin root/etc && cp "$(command -v busybox)" root/bin/busybox
for library in $(ldd root/bin/busybox | grep -o '/lib[^ ]*'); do mkdir -p "root\${library%/*}"; cp -L "$library" "root$library"; done
for name in sh sleep echo true false env cat; do ln -sf busybox root/bin/$name; done
echo 'root:x:0:0:root:/:/bin/sh' >root/etc/passwd
tar -C root -c . | docker import -c 'CMD ["sleep","900"]' -c 'ENV FROM_IMAGE=1' -c 'LABEL maker=image' - base:1
tar -C root -c . | docker import -c 'CMD ["sleep","901"]' -c 'ENV FROM_IMAGE=2' -c 'EXPOSE 81' -c 'VOLUME /data' - base:2`;

const START_LIMIT = 30_000;

/** A daemon that is not started yet. */
export function dockerEngine(): DockerEngine {
  // A name that nobody can guess, so that nobody has made it before.
  const directory = join(tmpdir(), `tsplay-docker-${randomUUID()}`);
  const address = `unix://${directory}/docker.sock`;
  const env = { ...process.env, DOCKER_HOST: address };
  const sh = (script: string): string =>
    execFileSync('sh', ['-c', script, 'sh', directory], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  let daemon: ChildProcess | undefined;
  return {
    directory,
    address,
    registry: '127.0.0.1:5000',
    missing: missing(),
    start: async () => {
      mkdirSync(directory, { mode: 0o700 });
      const registry = fileURLToPath(new URL('./registry.mjs', import.meta.url));
      const own = ['--net', '--pid', '--mount', '--fork', '--kill-child', '--mount-proc'];
      daemon = spawn('unshare', [...own, 'sh', '-c', DAEMON, 'sh', directory, registry], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      const deadline = Date.now() + START_LIMIT;
      while (!answers(sh)) {
        if (Date.now() > deadline)
          throw new Error(`dockerd does not start:\n${readFileSync(join(directory, 'log'), 'utf8')}`);
        await pause(50);
      }
      sh(IMAGES);
    },
    sh,
    stop: async () => {
      if (daemon && daemon.exitCode === null) {
        // The daemon takes away their control groups, which would outlive it.
        sh('docker rm -f $(docker ps -aq) >/dev/null 2>&1 || :');
        const ended = new Promise((resolve) => daemon?.once('close', resolve));
        daemon.stdin?.end();
        await ended;
      }
      rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

function answers(sh: DockerEngine['sh']): boolean {
  try {
    sh('docker version >/dev/null');
    return true;
  } catch {
    return false;
  }
}

function missing(): string | undefined {
  if (process.getuid?.() !== 0) return 'a Docker daemon needs root';
  const directories = [...(process.env.PATH ?? '').split(':'), '/usr/sbin'];
  const absent = ['dockerd', 'docker', 'runc', 'busybox', 'unshare', 'ip'].filter(
    (program) => !directories.some((one) => existsSync(join(one, program))),
  );
  return absent.length === 0
    ? undefined
    : `${absent.join(', ')} missing; install docker.io, runc, busybox and iproute2`;
}

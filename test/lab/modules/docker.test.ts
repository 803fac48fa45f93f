// Containers, images and logins on a real Docker daemon of the test's own, by the four laws and beside ansible.

import { rmSync } from 'node:fs';
import { expect } from 'chai';
import container from '../../../modules/docker_container.ts';
import image from '../../../modules/docker_image.ts';
import imagePull from '../../../modules/docker_image_pull.ts';
import login from '../../../modules/docker_login.ts';
import type { Plain } from '../../../src/model/value.ts';
import { dockerEngine } from '../../support/docker-engine.ts';
import { type LawCase, obeysTheLaws } from '../../support/laws.ts';
import { describeParity } from '../../support/oracle.ts';
import { runOracle } from '../../support/oracle-playbook.ts';
import { runPlaybook, writeProject } from '../../support/run-playbook.ts';
import { shellExchange } from '../../support/shell-exchange.ts';
import { transcriptLines, transcriptOf } from '../../support/transcript.ts';

const engine = dockerEngine();
const { address, registry } = engine;

type Args = Readonly<Record<string, Plain>>;

/** A case whose start is a daemon without containers, and what `given` makes. */
const on = ({ given = ':', args, ...more }: Omit<LawCase, 'given'> & { readonly given?: string }): LawCase => ({
  ...more,
  given: `docker rm -f $(docker ps -aq) >/dev/null 2>&1; { ${given}; } >/dev/null`,
  args: { docker_host: address, ...args },
});

const web: Args = { name: 'web', image: 'base:1', network_mode: 'none', stop_timeout: 0 };
const RUNNING = 'docker run -d --name web --network none base:1';
const SLOW = 'docker run -d --name web --network none --stop-timeout 1 base:1 sleep 77';

const FULL: Args = {
  name: 'web',
  image: 'base:1',
  command: 'sleep 1000',
  env: { B: '2', C: 'x y', LINES: 'one\ntwo' },
  published_ports: ['18080:80', '127.0.0.1:18081:81/udp', '18090-18091:90-91', '92', '8000-8100:93'],
  exposed_ports: ['72/udp'],
  volumes: ['/tmp:/mnt:ro', 'named:/vol', '/anonymous'],
  mounts: [
    { type: 'tmpfs', target: '/mt', tmpfs_mode: '1700', tmpfs_size: '1M' },
    { type: 'bind', source: '/etc', target: '/metc', read_only: true },
    { type: 'volume', source: 'other', target: '/v2', labels: { a: 'b' } },
  ],
  tmpfs: ['/run:size=1m', '/run2'],
  labels: { x: 'y' },
  networks: [
    { name: 'front', aliases: ['www'] },
    { name: 'back', ipv4_address: '172.31.7.9' },
  ],
  memory: '64M',
  cpus: 0.5,
  shm_size: '65M',
  restart_policy: 'on-failure',
  restart_retries: 2,
  capabilities: ['NET_ADMIN'],
  cap_drop: ['MKNOD'],
  etc_hosts: { 'a.example': '192.0.2.4' },
  dns_servers: ['192.0.2.53'],
  ulimits: ['nofile:100:200', 'nproc:50'],
  sysctls: { 'net.ipv4.ip_forward': 1 },
  security_opts: ['no-new-privileges'],
  devices: ['/dev/null:/dev/xnull', '/dev/zero:/dev/xzero:r'],
  groups: ['10'],
  healthcheck: { test: ['CMD', 'true'], interval: '30s', retries: 4, timeout: '1m5s', start_period: '0s' },
  log_driver: 'json-file',
  log_options: { 'max-size': '10m' },
  hostname: 'hh',
  domainname: 'dd',
  init: true,
  read_only: true,
  user: '0:0',
  working_dir: '/etc',
  entrypoint: ['env', 'X=1'],
  stop_timeout: 1,
  stop_signal: 'SIGINT',
  platform: 'linux/amd64',
};

const CONTAINERS: readonly LawCase[] = [
  on({ name: 'makes one with everything', args: FULL }),
  on({ name: 'makes one, not started', args: { ...web, state: 'present' } }),
  on({ name: 'leaves one that was made by hand', given: RUNNING, args: web, changed: false }),
  on({ name: 'starts one', given: `${RUNNING}; docker kill web`, args: { name: 'web', stop_timeout: 0 } }),
  on({ name: 'stops one', given: SLOW, args: { name: 'web', state: 'stopped', stop_timeout: 0 } }),
  on({ name: 'pauses one', given: RUNNING, args: { name: 'web', paused: true } }),
  on({
    name: 'restarts one',
    given: SLOW,
    args: { name: 'web', restart: true, force_kill: true },
    alwaysChanges: true,
  }),
  on({
    name: 'removes one',
    given: RUNNING,
    args: { name: 'web', state: 'absent', force_kill: true },
    cannotUndo: true,
  }),
  on({ name: 'removes none', args: { name: 'web', state: 'absent' }, changed: false }),
  on({
    name: 'removes one that removes itself',
    given: 'docker run -d --rm --name web --network none --stop-timeout 0 base:1',
    args: { name: 'web', state: 'absent', stop_timeout: 0 },
    cannotUndo: true,
  }),
  on({
    name: 'updates limits and the restart policy of one that stays',
    given: 'docker run -d --name web --network none --memory 32M base:1',
    args: { name: 'web', memory: '128M', restart_policy: 'always', cpu_shares: 512 },
    cannotUndo: true,
  }),
  on({
    name: 'makes one anew that has another command',
    given: SLOW,
    args: { ...web, command: ['sleep', '5'], force_kill: true },
    cannotUndo: true,
  }),
  on({
    name: 'makes one anew that has another image',
    given: RUNNING,
    args: { ...web, image: 'base:2', force_kill: true },
    cannotUndo: true,
  }),
  on({
    name: 'leaves one with another image where that is ignored',
    given: RUNNING,
    args: { ...web, image: 'base:2', comparisons: { image: 'ignore' } },
    changed: false,
  }),
  on({
    name: 'leaves more variables than are asked for',
    given: 'docker run -d --name web --network none -e A=1 -e B=2 base:1',
    args: { ...web, env: { A: '1' } },
    changed: false,
  }),
  on({
    name: 'takes more variables away where they are strict',
    given: 'docker run -d --name web --network none -e A=1 -e B=2 base:1',
    args: { ...web, env: { A: '1' }, comparisons: { env: 'strict' }, force_kill: true },
    cannotUndo: true,
  }),
  on({
    name: 'reads variables from a file',
    given: 'printf "# c\\nA=1\\nB=x y=z\\n" >env',
    args: { ...web, env_file: 'DIR/env' },
  }),
  on({ name: 'wants that file', args: { ...web, env_file: '/nonexistent' }, fails: 'there is no file /nonexistent' }),
  on({
    name: 'connects and disconnects networks',
    given: 'docker run -d --name web --network front base:1',
    args: {
      name: 'web',
      network_mode: 'front',
      networks: [{ name: 'back', aliases: ['db'], ipv4_address: '172.31.7.10' }],
      comparisons: { networks: 'strict' },
    },
  }),
  on({
    name: 'waits for the end of one',
    args: { ...web, command: 'echo hello', detach: false, cleanup: true },
    alwaysChanges: true,
    result: { status: 0 },
  }),
  on({
    name: 'says why one cannot be made',
    args: { ...web, volumes: ['no name:/x'] },
    fails: '"no name" includes invalid characters for a local volume name',
    failsWhenApplied: true,
  }),
  on({
    name: 'wants the networks',
    args: { ...web, networks: [{ name: 'none such' }] },
    fails: 'network named none such could not be found',
  }),
  on({ name: 'wants an image for a new one', args: { name: 'web' }, fails: 'image is not specified' }),
  on({
    name: 'wants an image that is there where none is pulled',
    args: { name: 'web', image: 'nope', pull: 'never' },
    fails: 'Cannot find image',
  }),
];

// More than a pipe holds at once, and what a daemon says no to.
const ANY_SHELL: readonly LawCase[] = [
  on({ name: 'makes one', args: { ...web, state: 'present', labels: { long: 'x'.repeat(200_000) } } }),
  on({
    name: 'passes on why it cannot',
    args: { ...web, volumes: ['no name:/x'] },
    fails: '"no name" includes invalid characters',
    failsWhenApplied: true,
  }),
  on({
    name: 'removes one',
    given: RUNNING,
    args: { name: 'web', state: 'absent', force_kill: true },
    cannotUndo: true,
  }),
];

const IMAGES: readonly LawCase[] = [
  on({ name: 'finds one', args: { name: 'base:1', source: 'local' }, changed: false }),
  on({
    name: 'misses one',
    args: { name: 'nope', source: 'local' },
    fails: 'Cannot find the image nope:latest locally.',
  }),
  on({ name: 'gives one another name', args: { name: 'base:1', source: 'local', repository: 'other/base' } }),
  on({
    name: 'leaves a name that another has',
    given: 'docker tag base:2 other/base:1',
    args: { name: 'base:1', source: 'local', repository: 'other/base' },
    changed: false,
  }),
  on({
    name: 'takes a name away from another',
    args: { name: 'base:1', source: 'local', repository: 'other/base', force_tag: true },
  }),
  on({ name: 'takes a name away', args: { name: 'other/base', tag: '1', state: 'absent' } }),
  on({ name: 'saves one to an archive', args: { name: 'base:1', source: 'local', archive_path: 'DIR/base.tar' } }),
  on({
    name: 'loads one from an archive',
    given: 'docker tag base:1 loaded:1; docker save -o loaded.tar loaded:1; docker rmi loaded:1',
    args: { name: 'loaded:1', source: 'load', load_path: 'DIR/loaded.tar' },
  }),
  on({
    name: 'wants the image in the archive',
    given: 'docker save -o base.tar base:1',
    args: { name: 'nope:2', source: 'load', load_path: 'DIR/base.tar' },
    fails: "The archive did not contain image 'nope:2'. Instead, found 'base:1'.",
  }),
  on({
    name: 'builds one',
    given: 'docker rmi -f built:1 2>/dev/null; printf "FROM base:1\\nARG X\\nLABEL x=\\$X\\n" >Dockerfile',
    args: { name: 'built:1', source: 'build', build: { path: 'DIR', args: { X: 'a b' } } },
  }),
  on({
    name: 'wants what it is built from',
    args: { name: 'built:7', source: 'build', build: { path: '/nonexistent' } },
    fails: 'Requested build path /nonexistent',
  }),
];

const PULLED = `${registry}/pulled:1`;

const PULLS: readonly LawCase[] = [
  on({
    name: 'pulls one',
    given: `docker rmi ${PULLED} 2>/dev/null || :`,
    args: { name: PULLED, pull: 'not_present' },
  }),
  on({
    name: 'leaves one that is there',
    given: `docker pull ${PULLED}`,
    args: { name: `${registry}/pulled`, tag: '1', pull: 'not_present', platform: 'linux/amd64' },
    changed: false,
  }),
  on({
    name: 'pulls the same again',
    given: `docker pull ${PULLED}`,
    args: { name: PULLED },
    changed: false,
    alwaysChanges: true,
  }),
  on({
    name: 'says why it cannot',
    args: { name: `${registry}/nonesuch` },
    fails: `Error pulling image ${registry}/nonesuch:latest - manifest unknown`,
    failsWhenApplied: true,
  }),
];

const account: Args = {
  registry_url: registry,
  username: 'bob',
  password: 'secret',
  config_path: 'DIR/.docker/config.json',
};
const KEPT =
  '{\n    "auths": {\n        "127.0.0.1:5000": {\n            "auth": "Ym9iOnNlY3JldA=="\n        }\n    }\n}';

const LOGINS: readonly LawCase[] = [
  on({ name: 'logs in', args: account, files: { '.docker/config.json': KEPT } }),
  on({
    name: 'leaves a login that is there',
    given: `mkdir .docker; printf '%s' '${KEPT}' >.docker/config.json`,
    args: account,
    changed: false,
  }),
  on({
    name: 'keeps what else is configured',
    given: `mkdir .docker; echo '{"proxies":{},"auths":{"a":{"auth":"eDp5"}}}' >.docker/config.json`,
    args: account,
  }),
  on({
    name: 'is told of a wrong password',
    args: { ...account, password: 'wrong' },
    fails: `Logging into ${registry} for user bob failed`,
  }),
  on({
    name: 'logs out',
    given: `mkdir .docker; printf '%s' '${KEPT}' >.docker/config.json`,
    args: { ...account, state: 'absent' },
    files: { '.docker/config.json': '{\n    "auths": {}\n}' },
  }),
  on({ name: 'is not logged in', args: { ...account, state: 'absent' }, changed: false }),
];

// A program that keeps passwords, in a file beside it.
const HELPER = `mkdir -p "$1/bin"; cat >"$1/bin/docker-credential-test" <<'END'
#!/bin/sh
kept=\${0%/*}/kept
case $1 in
get) cat "$kept" 2>/dev/null || { echo 'credentials not found in native keychain'; exit 1; };;
store) cat >"$kept";;
erase) rm -f "$kept";;
esac
END
chmod +x "$1/bin/docker-credential-test"`;

const STORED = `mkdir .docker; echo '{"credsStore":"test"}' >.docker/config.json`;
const BOB = '{"ServerURL":"127.0.0.1:5000","Username":"bob","Secret":"secret"}';

const STORES: readonly LawCase[] = [
  on({ name: 'gives the password to a program that keeps it', given: STORED, args: account }),
  on({
    name: 'asks that program',
    given: `${STORED}; echo '${BOB}' | docker-credential-test store`,
    args: account,
    changed: false,
  }),
  on({
    name: 'logs out there',
    given: `${STORED}; printf %s '${BOB}' | docker-credential-test store`,
    args: { ...account, state: 'absent' },
  }),
  on({
    name: 'wants that program',
    given: `mkdir .docker; echo '{"credHelpers":{"127.0.0.1:5000":"nonesuch"}}' >.docker/config.json`,
    args: account,
    fails: 'the host has no docker-credential-nonesuch',
  }),
];

const STATE = `docker ps -a --no-trunc --format '{{.Names}} {{.Image}} {{.Command}} {{.State}} {{.Networks}}' | sort
docker images --no-trunc --format '{{.Repository}}:{{.Tag}} {{.ID}}' | grep -v none | sort`;

// What both engines are told, on the same daemon one after the other; each shows what came of it.
const PLAYBOOK = `
- hosts: all
  gather_facts: false
  module_defaults:
    docker_container: &daemon { docker_host: '${address}' }
    docker_image: *daemon
    docker_login: *daemon
  vars:
    shown: "{{ [r.container.Config, r.container.HostConfig, r.container.NetworkSettings.Networks.keys() | list, r.container.State.Status] }}"
  tasks:
    - docker_container: &full ${JSON.stringify(FULL)}
      register: r
    - debug: { var: shown }
    - { name: the same, docker_container: { <<: *full, platform: null } }
    - { name: another limit, docker_container: { name: web, cpu_shares: 77 } }
    - { name: another first network, docker_container: { name: web, force_kill: true, networks: [{ name: back, aliases: [a] }] } }
    - { name: other addresses, docker_container: { name: web, force_kill: true, network_mode: front, networks: [{ name: back, ipv4_address: 172.31.7.11 }] } }
    - { name: no networks, docker_container: { name: web, networks: [], comparisons: { networks: strict } }, register: r }
    - debug: { var: r.container.NetworkSettings.Networks }
    - { name: everything strict, docker_container: { name: web, image: 'base:2', command: sleep 99, network_mode: none, force_kill: true, comparisons: { '*': strict } }, register: r }
    - debug: { var: shown }
    - { name: strict again, docker_container: { name: web, image: 'base:2', command: sleep 99, network_mode: none, comparisons: { '*': strict } } }
    - { name: its end, docker_container: { name: job, image: 'base:1', command: sh -c 'echo out; exit 3', network_mode: none, detach: false }, register: r, failed_when: false }
    - debug: { var: '[r.status, r.container.Output, r.msg]' }
    - { name: bad port, docker_container: { name: web, ports: ['localhost:80:80'] }, register: r, ignore_errors: true }
    - debug: { var: r.msg }
    - { name: two mounts, docker_container: { name: web, volumes: ['/a:/b', '/c:/b'] }, register: r, ignore_errors: true }
    - debug: { var: r.msg }
    - { name: gone, docker_container: { name: web, state: absent, force_kill: true } }
    - docker_login: { registry_url: '${registry}', username: bob, password: secret, config_path: '{{ playbook_dir }}/config.json' }
    - command: cat {{ playbook_dir }}/config.json
      register: r
    - debug: { var: r.stdout }
    - docker_login: { registry_url: '${registry}', state: absent, config_path: '{{ playbook_dir }}/config.json' }
    - docker_login: { registry_url: '${registry}', username: bob, password: secret }
    - { name: push, docker_image: { name: 'base:2', source: local, repository: '${registry}/base', push: true }, register: r }
    - debug: { var: r.actions }
    - { name: remove, docker_image: { name: '${registry}/base:2', state: absent } }
    - { name: pull, docker_image: { name: '${registry}/base', tag: '2', source: pull }, register: r }
    - debug: { var: '[r.actions, r.image.RepoTags | sort]' }
    - { name: run what is pulled, docker_container: { name: pulled, image: '${registry}/base:2', pull: true, network_mode: none, state: present } }
    - { name: removed with its container, docker_image: { name: '${registry}/base:2', state: absent, force_absent: true }, register: r }
    - debug: { var: r }
`;

// Ids and addresses are of chance; what a container is called by the daemon is its id.
const withoutChance = (lines: readonly string[]): readonly string[] =>
  lines.map((line) =>
    line.replace(/\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b/g, 'ID').replace(/02:42(:[0-9a-f]{2}){4}/g, 'MAC'),
  );

describe('docker on a real daemon', () => {
  const { PATH: path } = process.env;
  before(async function start() {
    this.timeout(60_000);
    if (engine.missing !== undefined) {
      console.log(`      skipped: ${engine.missing}`);
      this.skip();
    }
    await engine.start();
    engine.sh('docker network create front; docker network create --subnet 172.31.7.0/24 back');
    engine.sh(HELPER);
    process.env.DOCKER_CONFIG = `${engine.directory}/config`;
    engine.sh(`echo secret | docker --config "$1/config" login --username bob --password-stdin ${registry}
docker tag base:1 ${PULLED}; docker --config "$1/config" push ${PULLED}; docker rmi ${PULLED}`);
    process.env.DOCKER_HOST = address;
    process.env.PATH = `${engine.directory}/bin:${path}`;
  });
  after(async () => {
    delete process.env.DOCKER_HOST;
    delete process.env.DOCKER_CONFIG;
    process.env.PATH = path;
    await engine.stop();
  });
  describe('docker_container', () => obeysTheLaws(container, CONTAINERS, { state: STATE }));
  for (const shell of [['busybox', 'sh'], ['bash']])
    describe(`docker_container with ${shell.join(' ')}`, () =>
      obeysTheLaws(container, ANY_SHELL, { state: STATE, exchange: () => shellExchange(shell) }));
  describe('docker_image', () => obeysTheLaws(image, IMAGES, { state: STATE }));
  describe('docker_image_pull', () => obeysTheLaws(imagePull, PULLS, { state: STATE }));
  describe('docker_login', () => obeysTheLaws(login, LOGINS));
  describe('docker_login with a program that keeps passwords', () =>
    obeysTheLaws(login, STORES, { state: 'docker-credential-test get || :' }));
  describeParity('beside ansible', () => {
    it('does and shows the same', async function compare() {
      this.timeout(240_000);
      const project = writeProject({ 'site.yml': PLAYBOOK });
      const clean = () =>
        engine.sh(
          'docker rm -f $(docker ps -aq) >/dev/null 2>&1; docker rmi -f $(docker images -q 127.0.0.1:5000/base) >/dev/null 2>&1; docker tag base:2 base:2',
        );
      const path = `${project.directory}/site.yml`;
      const home = process.env.HOME;
      process.env.HOME = project.directory;
      try {
        clean();
        const theirs = transcriptLines(runOracle({ path, cwd: project.directory, hosts: ['a'] }));
        clean();
        rmSync(`${project.directory}/.docker`, { recursive: true, force: true });
        const { events } = await runPlaybook({ path, hosts: ['a'] });
        const ours = transcriptLines(transcriptOf(events));
        expect(withoutChance(ours)).to.deep.equal(withoutChance(theirs));
      } finally {
        process.env.HOME = home;
        project.remove();
      }
    });
  });
});

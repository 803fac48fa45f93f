// docker is a stand-in that answers inspections and records all other commands.

import dockerContainer from '../../modules/docker_container.ts';
import dockerImage from '../../modules/docker_image.ts';
import dockerLogin from '../../modules/docker_login.ts';
import dockerNetwork from '../../modules/docker_network.ts';
import dockerVolume from '../../modules/docker_volume.ts';
import { type StandInCase, standInTests } from '../support/stand-ins.ts';

const DOCKER = `host=unix:///var/run/docker.sock
[ "$1" = --host ] && { host=$2; shift 2; }
case "$host $*" in
*'/closed '*) echo 'Cannot connect to the Docker daemon' >&2; exit 1;;
*'volume inspect data') echo '[{"Name":"data","Driver":"local","Options":{"type":"nfs"},"Labels":null,"Scope":"local"}]';;
*'volume inspect'*) echo '[]'; echo 'Error response from daemon: get new: no such volume' >&2; exit 1;;
*'network inspect net') cat <<'END'
[{"Name":"net","Id":"0123","Scope":"local","Driver":"bridge","EnableIPv6":false,"Internal":false,"Attachable":false,
"IPAM":{"Driver":"default","Options":{},"Config":[{"Subnet":"172.30.0.0/24","Gateway":"172.30.0.1"}]},
"Containers":{"aaaaaaaaaaaaaaaa":{"Name":"web"},"bbbbbbbbbbbbbbbb":{"Name":"db"}},"Options":{"a":"1"},"Labels":{}}]
END
;;
*'network inspect'*) echo '[]'; echo 'Error response from daemon: network new not found' >&2; exit 1;;
*) echo "$host $*" >>"$LOG";;
esac`;
const programs = { docker: DOCKER };
const HOST = 'unix:///var/run/docker.sock';

const VOLUMES: readonly Omit<StandInCase, 'module'>[] = [
  {
    name: 'creates one',
    programs,
    args: { name: 'new', driver_options: { type: 'nfs', n: 5 }, labels: { app: 'shop' } },
    runs: [`${HOST} volume create --driver local --opt type=nfs --opt n=5 --label app=shop new`],
    undo: [`${HOST} volume rm new`],
  },
  {
    name: 'leaves one',
    programs,
    args: { name: 'data', docker_host: 'unix://var/run/docker.sock', driver_options: { type: 'cifs' } },
    result: {
      volume: { Name: 'data', Driver: 'local', Options: { type: 'nfs' }, Labels: null, Scope: 'local' },
      warnings: ['the volume data has another driver option type than asked for; it stays, since recreate is never'],
    },
  },
  {
    name: 'makes one anew whose options are others',
    programs,
    args: { name: 'data', driver_options: { type: 'cifs' }, recreate: 'options-changed', docker_host: 'tcp://d:2376' },
    runs: ['tcp://d:2376 volume rm data', 'tcp://d:2376 volume create --driver local --opt type=cifs data'],
  },
  {
    name: 'leaves one whose options are the same',
    programs,
    args: { name: 'data', driver_options: { type: 'nfs' }, recreate: 'options-changed' },
  },
  {
    name: 'removes one',
    programs,
    args: { name: 'data', state: 'absent' },
    runs: [`${HOST} volume rm data`],
    result: { volume: {} },
  },
  { name: 'removes none', programs, args: { name: 'new', state: 'absent' } },
  {
    name: 'tells why it cannot ask',
    programs,
    args: { name: 'x', docker_host: 'unix:///closed' },
    fails: 'Error connecting: Cannot connect to the Docker daemon',
  },
  { name: 'wants docker', programs: {}, args: { name: 'x' }, fails: 'the host has no docker; install' },
];

const both = ['web', 'bbbbbbbbbbbb'];

const NETWORKS: readonly Omit<StandInCase, 'module'>[] = [
  {
    name: 'creates one',
    programs,
    args: {
      name: 'new',
      driver_options: { 'com.docker.network.bridge.name': 'br1' },
      enable_ipv6: true,
      internal: true,
      labels: { a: 'b' },
      ipam_config: [
        {
          subnet: '172.31.0.0/24',
          iprange: '172.31.0.0/25',
          gateway: '172.31.0.1',
          aux_addresses: { x: '172.31.0.9' },
        },
      ],
      connected: ['web'],
    },
    runs: [
      `${HOST} network create --driver bridge --opt com.docker.network.bridge.name=br1 --label a=b --ipv6 --internal --subnet 172.31.0.0/24 --ip-range 172.31.0.0/25 --gateway 172.31.0.1 --aux-address x=172.31.0.9 new`,
      `${HOST} network connect new web`,
    ],
    undo: [`${HOST} network disconnect --force new web`, `${HOST} network rm new`],
  },
  {
    name: 'leaves one',
    programs,
    args: {
      name: 'net',
      connected: both,
      internal: false,
      ipam_config: [{ subnet: '172.30.0.0/24' }],
      driver_options: { a: 1 },
    },
  },
  {
    name: 'connects and disconnects containers',
    programs,
    args: { name: 'net', connected: ['web', 'cache'] },
    runs: [`${HOST} network connect net cache`, `${HOST} network disconnect --force net db`],
    undo: [`${HOST} network connect net db`, `${HOST} network disconnect --force net cache`],
  },
  {
    name: 'leaves other containers connected',
    programs,
    args: { name: 'net', connected: ['cache'], appends: true },
    runs: [`${HOST} network connect net cache`],
  },
  {
    name: 'makes one anew whose options are others',
    programs,
    args: { name: 'net', internal: true, appends: true },
    runs: [
      `${HOST} network disconnect --force net web`,
      `${HOST} network disconnect --force net db`,
      `${HOST} network rm net`,
      `${HOST} network create --driver bridge --internal net`,
      `${HOST} network connect net web`,
      `${HOST} network connect net db`,
    ],
  },
  {
    name: 'removes one with containers',
    programs,
    args: { name: 'net', state: 'absent', force: true },
    runs: [
      `${HOST} network disconnect --force net web`,
      `${HOST} network disconnect --force net db`,
      `${HOST} network rm net`,
    ],
  },
  { name: 'removes none', programs, args: { name: 'new', state: 'absent' } },
  { name: 'wants docker', programs: {}, args: { name: 'x' }, fails: 'the host has no docker; install' },
];

// What else they do is tried on a real daemon: test/lab/modules/docker.test.ts.
const WITHOUT: readonly StandInCase[] = [
  { module: dockerContainer, args: { name: 'x', image: 'y' } },
  { module: dockerImage, args: { name: 'x', source: 'pull' } },
  { module: dockerLogin, args: { username: 'x', password: 'y', config_path: 'DIR/config.json' } },
].map((one) => ({ ...one, name: 'wants docker', programs: {}, fails: 'the host has no docker; install' }));

const REFUSED: readonly StandInCase[] = [
  { args: { comparisons: { foo: 'strict' } }, fails: "Unknown module option 'foo' in comparisons dict!" },
  { args: { comparisons: { ports: 'allow' } }, fails: "Unknown comparison mode 'allow'!" },
  {
    args: { comparisons: { image: 'allow_more_present' } },
    fails: "Option 'image' is a value and not a set/list/dict",
  },
  {
    args: { comparisons: { '*': 'allow_more_present' } },
    fails: 'The wildcard can only be used with comparison modes',
  },
  { args: { env: { A: true } }, fails: 'Non-string value found for env option' },
  { args: { pull: 'sometimes' }, fails: "pull is 'sometimes'" },
  { args: { memory: '5x' }, fails: "memory is '5x'" },
  { args: { ulimits: ['nofile'] }, fails: "the ulimit 'nofile'" },
  { args: { devices: ['/dev/a:/dev/b:rwm:x'] }, fails: 'the device' },
  { args: { ports: ['a:b:c:d'] }, fails: "the published port 'a:b:c:d'" },
  { args: { ports: ['localhost:80:80'] }, fails: '(Found hostname: localhost)' },
  { args: { exposed_ports: ['http'] }, fails: "the exposed port 'http'" },
  { args: { default_host_ip: 'here' }, fails: "default_host_ip is 'here'" },
  { args: { healthcheck: { test: 'x', interval: '5 minutes' } }, fails: 'write a duration such as 1m30s' },
  { args: { healthcheck: { test: ['curl'] } }, fails: 'must begin with NONE, CMD or CMD-SHELL' },
  { args: { volumes: ['/a:/b:rw,fast'] }, fails: 'Found invalid volumes mode: rw,fast' },
  { args: { volumes: ['/a:/b'], mounts: [{ type: 'volume', target: '/b' }] }, fails: '"/b" appears twice' },
  { args: { mounts: [{ type: 'bind', target: '/b' }] }, fails: 'source must be specified for mount "/b"' },
  {
    args: { mounts: [{ type: 'bind', source: '/a', target: '/b', no_copy: true }] },
    fails: 'no_copy cannot be specified',
  },
  { args: { mounts: [{ type: 'tmpfs', target: '/b', tmpfs_mode: '9' }] }, fails: 'write an octal mode' },
  { args: { log_options: { a: 'b' } }, fails: 'log_options need a log_driver' },
].map(({ args, fails }) => ({
  name: `refuses: ${fails}`,
  module: dockerContainer,
  programs: {},
  args: { name: 'x', ...args },
  fails,
}));

describe('docker', () => {
  standInTests(WITHOUT);
  standInTests(REFUSED);
  standInTests(VOLUMES.map((one) => ({ ...one, module: dockerVolume })));
  standInTests(NETWORKS.map((one) => ({ ...one, module: dockerNetwork })));
});

// docker is a stand-in that answers inspections and records all other commands.

import dockerVolume from '../../modules/docker_volume.ts';
import { type StandInCase, standInTests } from '../support/stand-ins.ts';

const DOCKER = `[ "$1" = --host ] && { host=$2; shift 2; }
case "$host $*" in
*'/closed '*) echo 'Cannot connect to the Docker daemon' >&2; exit 1;;
*'volume inspect data') echo '[{"Name":"data","Driver":"local","Options":{"type":"nfs"},"Labels":null,"Scope":"local"}]';;
*'volume inspect'*) echo '[]'; echo 'Error response from daemon: get new: no such volume' >&2; exit 1;;
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

describe('docker', () => {
  standInTests(VOLUMES.map((one) => ({ ...one, module: dockerVolume })));
});

// docker is a stand-in that answers as compose does in its documentation and records what changes something: no package of Debian 12 has compose 2.

import { expect } from 'chai';
import compose from '../../modules/docker_compose_v2.ts';
import { changesIn, eventsIn, messagesIn, objectsIn, warningsIn } from '../../src/module/docker/compose/events.ts';
import { type StandInCase, standInTests } from '../support/stand-ins.ts';

const RUNNING = '{"Name":"p-web-1","Service":"web","State":"running"}';

// By the name of the project: new, up, changed, bare (not built), broken, again (pulled).
const DOCKER = `[ "$1" = --host ] && shift 2
[ "$1" = compose ] || { echo "unknown: $*" >&2; exit 1; }
shift 3; dry=; [ "$1" = --dry-run ] && { dry=' DRY-RUN MODE - '; shift; }
all="$*"; name=
while :; do case $1 in --project-name) name=$2; shift 2;; --*) shift 2;; *) break;; esac; done
say() { echo "$dry Container p-web-1  $1" >&2; }
case $name/$1 in
none/*) echo "docker: 'compose' is not a docker command." >&2; exit 1;;
new/ps|new/images|gone/ps|gone/images) exit 0;;
*/ps) echo '${RUNNING}'; exit 0;;
*/images) echo '[{"ID":"sha256:1","ContainerName":"p-web-1"}]'; exit 0;;
esac
[ -n "$dry" ] || { read -r text; echo "$all" >>"$LOG"; [ -z "$text" ] || echo "$text" >>"$LOG"; }
case $name/$1 in
new/up) say Creating; say Created; say Starting; say Started;;
up/up) say Running;;
again/up) [ -n "$dry" ] && say Running || { echo ' web Pulled ' >&2; say Running; };;
changed/up) say Recreate; say Recreated; echo 'time="x" level=warning msg="the attribute \\\`version\\\` is obsolete"' >&2;;
bare/up) [ -n "$dry" ] && { echo 'Error response from daemon: No such image: bare-web:latest' >&2; exit 1; }; say Created;;
broken/up) echo 'yaml: line 3: did not find expected key' >&2; exit 15;;
gone/down) echo 'Warning: No resource found to remove for project "gone".' >&2;;
*/down) say Stopping; say Stopped; say Removing; say Removed; echo "$dry Network p_default  Removing" >&2;;
*/stop) say Stopping; say Stopped;;
*/start) say Started;;
*/restart) say Restarting; say Started;;
esac
exit 0`;

const programs = { docker: DOCKER };
const definition = { services: { web: { image: 'nginx' } } };
const TEXT = '{"services":{"web":{"image":"nginx"}}}';
const of = (project_name: string) => ({ project_name, definition });
const containers = [{ Name: 'p-web-1', Service: 'web', State: 'running' }];

/** What reaches compose for a project, behind its options. */
const runs = (project: string, words: string): readonly string[] => [
  `--project-name ${project} --file - ${words}`,
  TEXT,
];

const CASES: readonly Omit<StandInCase, 'module'>[] = [
  {
    name: 'brings a new one up, and takes it down again',
    programs,
    args: {
      ...of('new'),
      remove_orphans: true,
      wait: true,
      wait_timeout: 9,
      scale: { web: 2 },
      services: ['web'],
      timeout: 3,
    },
    runs: runs(
      'new',
      'up --detach --no-color --quiet-pull --remove-orphans --timeout 3 --scale web=2 --wait --wait-timeout 9 -- web',
    ),
    undo: runs('new', 'down'),
    result: {
      actions: [
        { what: 'container', id: 'p-web-1', status: 'Creating' },
        { what: 'container', id: 'p-web-1', status: 'Starting' },
      ],
    },
  },
  {
    name: 'leaves one that is up',
    programs,
    args: of('up'),
    result: { actions: [], containers, images: [{ ID: 'sha256:1', ContainerName: 'p-web-1' }] },
  },
  {
    name: 'makes containers anew, and passes warnings on',
    programs,
    args: { ...of('changed'), profiles: ['a', 'b'], env_files: ['x.env'], recreate: 'auto' },
    runs: [
      '--project-name changed --file - --env-file x.env --profile a --profile b up --detach --no-color --quiet-pull',
      TEXT,
    ],
    result: {
      actions: [{ what: 'container', id: 'p-web-1', status: 'Recreating' }],
      warnings: ['the attribute `version` is obsolete'],
    },
  },
  {
    name: 'pulls again, which is no change by itself',
    programs,
    args: { ...of('again'), pull: 'always' },
    runs: runs('again', 'up --detach --no-color --quiet-pull --pull always'),
    changed: false,
    everyTime: true,
  },
  {
    name: 'builds what is not there',
    programs,
    args: of('bare'),
    runs: runs('bare', 'up --detach --no-color --quiet-pull'),
  },
  {
    name: 'builds nothing where that is not wanted',
    programs,
    args: { ...of('bare'), build: 'never' },
    fails: 'No such image: bare-web:latest',
  },
  { name: 'says what is wrong', programs, args: of('broken'), fails: 'yaml: line 3: did not find expected key' },
  {
    name: 'stops what runs, and starts it again',
    programs,
    args: { ...of('up'), state: 'stopped', timeout: 4 },
    runs: runs('up', 'stop --timeout 4'),
    undo: runs('up', 'start'),
  },
  { name: 'stops nothing of another service', programs, args: { ...of('up'), state: 'stopped', services: ['db'] } },
  {
    name: 'takes one down',
    programs,
    args: { ...of('up'), state: 'absent', remove_volumes: true, remove_images: 'local' },
    runs: runs('up', 'down --rmi local --volumes'),
    result: {
      actions: [
        { what: 'container', id: 'p-web-1', status: 'Stopping' },
        { what: 'container', id: 'p-web-1', status: 'Removing' },
        { what: 'network', id: 'p_default', status: 'Removing' },
      ],
    },
  },
  {
    name: 'restarts a service every time',
    programs,
    args: { ...of('up'), state: 'restarted', services: ['web'], dependencies: false },
    runs: runs('up', 'restart --no-deps -- web'),
    everyTime: true,
  },
  { name: 'takes nothing down', programs, args: { ...of('gone'), state: 'absent' } },
  {
    name: 'works in a directory',
    programs,
    args: { project_src: '/', project_name: 'changed', check_files_existing: false, files: ['a.yml', 'b.yml'] },
    runs: [
      '--project-directory / --project-name changed --file a.yml --file b.yml up --detach --no-color --quiet-pull',
    ],
  },
  {
    name: 'wants its file',
    programs,
    args: { project_src: 'DIR' },
    fails: 'does not contain compose.yaml, compose.yml',
  },
  {
    name: 'wants the files',
    programs,
    args: { project_src: 'DIR', files: ['a.yml'] },
    fails: 'Cannot find Compose file',
  },
  { name: 'wants the directory', programs, args: { project_src: 'DIR/none' }, fails: 'is not a directory' },
  { name: 'wants a project', programs, args: {}, fails: 'one of the following is required: definition, project_src' },
  { name: 'wants a name for a definition', programs, args: { definition }, fails: "definition needs 'project_name'" },
  { name: 'wants compose', programs, args: of('none'), fails: 'has no compose; install docker-compose-plugin' },
  { name: 'wants docker', programs: {}, args: of('up'), fails: 'the host has no docker; install' },
];

describe('docker_compose_v2', () => {
  standInTests(CASES.map((one) => ({ ...one, module: compose })));

  it('reads what compose says', () => {
    const output = ` Network shop_default  Creating
 DRY-RUN MODE -  Container shop-web-1  Started
 Container shop-db-1  Healthy 
 Container shop-db-1  Waiting
 Volume "shop_data"  Created
 web Pulling 
 Container shop-web-1 Recreate 0.1s
 Container shop-web-1  Running
Error response from daemon: no`;
    expect(eventsIn(output)).to.deep.equal([
      { what: 'network', id: 'shop_default', status: 'Creating' },
      { what: 'container', id: 'shop-web-1', status: 'Starting' },
      { what: 'volume', id: 'shop_data', status: 'Creating' },
      { what: 'service', id: 'web', status: 'Pulling' },
      { what: 'container', id: 'shop-web-1', status: 'Recreating' },
    ]);
    const quiet = { isBuildChange: false, isPullChange: false };
    expect(changesIn(eventsIn(output), quiet).map(({ status }) => status)).to.not.include('Pulling');
    expect(messagesIn(output)).to.include('Error response from daemon: no');
  });

  it('reads lists in both of their forms', () => {
    expect(objectsIn('[{"a":1},{"a":2}]')).to.deep.equal([{ a: 1 }, { a: 2 }]);
    expect(objectsIn('{"a":1}\n{"a":2}\n')).to.deep.equal([{ a: 1 }, { a: 2 }]);
    expect(objectsIn('')).to.deep.equal([]);
  });

  it('reads warnings', () => {
    expect(warningsIn('time="t" level=warning msg="a \\"b\\" is c"')).to.deep.equal(['a "b" is c']);
  });
});

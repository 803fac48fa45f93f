import { expect } from 'chai';
import { unit as unitLook } from '../../src/plan/ask.ts';
import type { Change, RunCommand } from '../../src/plan/change.ts';
import { World } from '../../src/plan/world.ts';

const command = (title: string, rest: Pick<RunCommand, 'touches' | 'leaves'>): RunCommand => ({
  kind: 'run',
  title,
  command: { argv: ['true'] },
  accept: [0],
  predictable: true,
  undo: { cannot: 'it is a test' },
  ...rest,
});

const write = (path: string): Change => ({
  kind: 'write',
  path,
  content: Buffer.from('[Service]\n'),
  attributes: {},
  before: { exists: false, path },
});

const missing = {
  kind: 'unit',
  value: {
    name: 'nginx',
    systemd: true,
    loadState: 'not-found',
    activeState: 'inactive',
    subState: 'dead',
    unitFileState: '',
    properties: {},
  },
} as const;

describe('the predicted world', () => {
  const installation = command('install nginx', {
    touches: ['packages'],
    leaves: [
      {
        kind: 'packages',
        look: { kind: 'packages', manager: 'rpm', names: ['nginx'] },
        value: {},
      },
    ],
  });

  it('takes a missing unit to come with a package, whose own state is predicted', () => {
    const world = new World();
    world.predict(installation);
    expect(world.excuse()).to.equal('install nginx');
    const imagined = world.imagine(missing, unitLook('nginx'));
    expect(imagined).to.deep.equal({
      ...missing,
      value: { ...missing.value, loadState: 'loaded', unitFileState: 'disabled' },
    });
  });

  it('takes a missing unit to stay away where nothing brings one', () => {
    const world = new World();
    world.predict(command('restart sshd', { touches: ['unit:sshd'], leaves: [] }));
    expect(world.excuse()).to.equal(undefined);
    expect(world.imagine(missing, unitLook('nginx'))).to.equal(missing);
  });

  for (const [name, path, comes] of [
    ['nginx', '/etc/systemd/system/nginx.service', true],
    ['nginx.service', '/usr/lib/systemd/system/nginx.service', true],
    ['nginx.timer', '/etc/systemd/system/nginx.timer', true],
    ['nginx@one', '/etc/systemd/system/nginx@.service', true],
    ['nginx', '/etc/init.d/nginx', true],
    ['nginx', '/etc/systemd/system/nginx.timer', false],
    ['nginx', '/etc/systemd/user/nginx.service', false],
    ['nginx', '/srv/nginx.service', false],
  ] as const) {
    it(`takes ${name} ${comes ? 'to come' : 'to stay away'} with the file ${path}`, () => {
      const world = new World();
      world.predict(write(path));
      const imagined = world.imagine(missing, unitLook(name));
      expect(imagined.kind === 'unit' && imagined.value.loadState).to.equal(comes ? 'loaded' : 'not-found');
    });
  }

  it('takes a unit to stay away whose predicted file is removed again', () => {
    const world = new World();
    const path = '/etc/systemd/system/nginx.service';
    world.predict(write(path));
    world.predict({ kind: 'remove', path, before: { exists: false, path } });
    expect(world.imagine(missing, unitLook('nginx'))).to.equal(missing);
  });

  it('doubts what depends on anything after any change', () => {
    const world = new World();
    expect(world.doubt(['anything'])).to.equal(undefined);
    world.predict({ kind: 'remove', path: '/etc/x', before: { exists: false, path: '/etc/x' } });
    expect([world.doubt(['anything']), world.doubt(['packages'])]).to.deep.equal(['remove /etc/x', undefined]);
  });
});

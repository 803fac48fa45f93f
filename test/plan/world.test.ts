import { expect } from 'chai';
import { unit as unitLook } from '../../src/plan/ask.ts';
import type { RunCommand } from '../../src/plan/change.ts';
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

  it('doubts what depends on anything after any change', () => {
    const world = new World();
    expect(world.doubt(['anything'])).to.equal(undefined);
    world.predict({ kind: 'remove', path: '/etc/x', before: { exists: false, path: '/etc/x' } });
    expect([world.doubt(['anything']), world.doubt(['packages'])]).to.deep.equal(['remove /etc/x', undefined]);
  });
});

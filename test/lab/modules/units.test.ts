import service from '../../../modules/service.ts';
import systemd from '../../../modules/systemd.ts';
import { onLabHost } from '../../support/lab-host.ts';
import { type LawCase, obeysTheLaws } from '../../support/laws.ts';

const STATE = 'systemctl is-active cron; systemctl is-enabled cron || :';

const cases: readonly LawCase[] = [
  {
    name: 'leaves a unit that runs and is enabled',
    args: { name: 'cron', state: 'started', enabled: true },
    changed: false,
    result: { name: 'cron', state: 'started', enabled: true },
  },
  { name: 'stops one', args: { name: 'cron', state: 'stopped' }, result: { state: 'stopped' } },
  {
    name: 'starts one',
    given: 'systemctl stop cron',
    args: { name: 'cron.service', state: 'started' },
    result: { state: 'started' },
  },
  { name: 'disables one', args: { name: 'cron', enabled: false }, result: { enabled: false } },
  {
    name: 'enables and starts one',
    given: 'systemctl disable --now cron',
    args: { name: 'cron', enabled: true, state: 'started' },
  },
  {
    name: 'restarts one every time',
    args: { name: 'cron', state: 'restarted' },
    alwaysChanges: true,
    result: { state: 'started' },
  },
  {
    name: 'tells that one cannot reload',
    args: { name: 'cron', state: 'reloaded' },
    fails: 'reload cron failed',
    failsWhenApplied: true,
  },
  { name: 'asks how a unit is', args: { name: 'cron' }, changed: false, result: { name: 'cron' } },
  { name: 'asks of one that is not there', args: { name: 'nosuch' }, changed: false, result: { name: 'nosuch' } },
  {
    name: 'masks one that is not there',
    args: { name: 'nosuch-masked', masked: true },
    result: { name: 'nosuch-masked' },
  },
  {
    name: 'leaves a mask where there is none',
    args: { name: 'nosuch', masked: false },
    changed: false,
  },
  {
    name: 'names a service that is not there',
    args: { name: 'nosuch', state: 'started' },
    fails: 'Could not find the requested service nosuch',
  },
];

describe('units on a lab host', () => {
  const lab = onLabHost('debian');
  beforeEach(async () => {
    await lab.host().exec('systemctl unmask cron; systemctl enable --now cron; systemctl reset-failed');
  });
  const options = { exchange: lab.exchange, shell: lab.shell, state: STATE };
  describe('systemd', () =>
    obeysTheLaws(
      systemd,
      [
        ...cases,
        { name: 'masks one', given: 'systemctl disable cron', args: { name: 'cron', masked: true } },
        {
          name: 'unmasks one',
          given: 'systemctl disable cron; systemctl mask cron',
          args: { name: 'cron', masked: false },
        },
        {
          name: 'reads unit files again and counts it as no change',
          args: { daemon_reload: true },
          changed: false,
          alwaysChanges: true,
          result: { name: null },
        },
      ],
      options,
    ));
  describe('service', () => obeysTheLaws(service, cases, options));
});

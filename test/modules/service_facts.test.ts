import { expect } from 'chai';
import serviceFactsModule from '../../modules/service_facts.ts';
import { serviceFacts } from '../../src/module/units/service-facts.ts';
import { obeysTheLaws } from '../support/laws.ts';

const PRINTED = `== units
auditd.service        not-found inactive dead    auditd.service
console-getty.service masked    inactive dead    console-getty.service
cron.service          loaded    active   running Regular background program processing daemon
● broken.service      loaded    failed   failed  It broke
getty@tty1.service    loaded    inactive dead    Getty on tty1
== files
console-getty.service masked          disabled
cron.service          enabled         enabled
broken.service        enabled         enabled
getty@.service        enabled         enabled
firewalld.service     disabled        enabled
dbus-org.freedesktop.login1.service alias -
== states
ActiveState=inactive

ActiveState=active

ActiveState=failed

ActiveState=inactive

ActiveState=active
== scripts
 [ + ]  cron
 [ - ]  hwclock.sh
 [ ? ]  odd
== openrc
[default]
chronyd = started
[stopped]
nginx = stopped
`;

describe('service_facts', () => {
  it('reads what systemd, scripts and OpenRC print', () => {
    const systemd = (name: string, state: string, status: string) => [name, { name, state, status, source: 'systemd' }];
    expect(serviceFacts(PRINTED)).to.deep.equal(
      Object.fromEntries([
        ['cron', { name: 'cron', state: 'running', source: 'sysv' }],
        ['hwclock.sh', { name: 'hwclock.sh', state: 'stopped', source: 'sysv' }],
        ['chronyd', { name: 'chronyd', state: 'running', status: 'enabled', source: 'openrc' }],
        ['nginx', { name: 'nginx', state: 'stopped', status: 'disabled', source: 'openrc' }],
        systemd('auditd.service', 'stopped', 'not-found'),
        systemd('console-getty.service', 'stopped', 'masked'),
        systemd('cron.service', 'running', 'enabled'),
        systemd('broken.service', 'stopped', 'failed'),
        systemd('getty@tty1.service', 'stopped', 'inactive'),
        systemd('getty@.service', 'unknown', 'enabled'),
        systemd('firewalld.service', 'inactive', 'disabled'),
        systemd('dbus-org.freedesktop.login1.service', 'active', 'alias'),
      ]),
    );
  });

  obeysTheLaws(serviceFactsModule, [{ name: 'changes nothing', args: {}, changed: false }]);
});

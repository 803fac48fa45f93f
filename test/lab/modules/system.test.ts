import cron from '../../../modules/cron.ts';
import hostname from '../../../modules/hostname.ts';
import mount from '../../../modules/mount.ts';
import sysctl from '../../../modules/sysctl.ts';
import timezone from '../../../modules/timezone.ts';
import { onLabHost } from '../../support/lab-host.ts';
import { obeysTheLaws } from '../../support/laws.ts';

describe('modules of the system on a lab host', () => {
  const lab = onLabHost('debian');

  const options = (state: string) => ({
    exchange: lab.exchange,
    shell: lab.shell,
    state,
  });

  describe('hostname', () => {
    obeysTheLaws(
      hostname,
      [
        { name: 'names the host', args: { name: 'web01.example.org' }, result: { name: 'web01.example.org' } },
        {
          name: 'leaves a name',
          given: 'echo same >/etc/hostname; hostname same',
          args: { name: 'same' },
          changed: false,
        },
        { name: 'refuses what is no name', args: { name: 'My host_x' }, fails: "'name' is 'My host_x', which is no" },
      ],
      options('hostname; cat /etc/hostname; hostnamectl --static'),
    );
  });

  describe('timezone', () => {
    obeysTheLaws(
      timezone,
      [
        { name: 'sets the zone', args: { name: 'Europe/Berlin' } },
        { name: 'sets the clock', args: { hwclock: 'local' } },
        {
          name: 'leaves a zone',
          given: 'ln -sfn ../usr/share/zoneinfo/Asia/Tokyo /etc/localtime; echo Asia/Tokyo >/etc/timezone',
          args: { name: 'Asia/Tokyo', hwclock: 'UTC' },
          changed: false,
        },
        { name: 'names one that is not there', args: { name: 'No/Where' }, fails: '"No/Where" is not available' },
      ],
      options(
        'readlink /etc/localtime; cat /etc/timezone; timedatectl show -p Timezone; cat /etc/adjtime 2>/dev/null || :',
      ),
    );
  });

  describe('mount', () => {
    const tmpfs = { path: '/mnt/a b', src: 'tmpfs', fstype: 'tmpfs', opts: 'size=1m' };
    obeysTheLaws(
      mount,
      [
        { name: 'mounts and writes', args: { ...tmpfs, state: 'mounted' } },
        {
          name: 'mounts with other options',
          given: `echo 'tmpfs /mnt/o tmpfs size=1m 0 0' >>/etc/fstab; mkdir -p /mnt/o; mount /mnt/o`,
          args: { ...tmpfs, path: '/mnt/o', opts: 'size=2m', state: 'mounted' },
        },
        { name: 'unmounts', args: { path: '/mnt/o', state: 'unmounted' } },
        {
          name: 'writes nothing that cannot be mounted',
          args: { path: '/mnt/x/y', src: '/dev/nosuch', fstype: 'ext4', state: 'mounted' },
          fails: 'mount /dev/nosuch on /mnt/x/y failed',
          failsWhenApplied: true,
        },
        { name: 'takes all of it away', args: { path: '/mnt/o', state: 'absent' } },
      ],
      options('cat /etc/fstab; ls /mnt; grep /mnt/ /proc/mounts | cut -d" " -f1-4 || :'),
    );
  });

  describe('cron', () => {
    obeysTheLaws(
      cron,
      [
        { name: 'makes a table', args: { name: 'a', minute: '5', job: 'x' }, result: { jobs: ['a'], envs: [] } },
        { name: 'makes one of another user', args: { name: 'a', job: 'x', user: 'daemon', special_time: 'daily' } },
        {
          name: 'changes a table',
          given: "printf '# hand\\n#Ansible: a\\n1 1 * * * old\\n' | crontab -",
          args: { name: 'a', job: 'new' },
        },
        {
          name: 'says what cron refuses',
          args: { name: 'b', minute: 'soon', job: 'x' },
          fails: 'bad minute',
          failsWhenApplied: true,
        },
      ],
      options('crontab -l 2>&1 || :; crontab -l -u daemon 2>&1 || :'),
    );
  });

  describe('sysctl', () => {
    const name = 'net.ipv4.ip_forward';
    // A new host has what the kernel of this machine has.
    const off = 'echo 0 >/proc/sys/net/ipv4/ip_forward';
    obeysTheLaws(
      sysctl,
      [
        {
          name: 'sets and writes',
          given: off,
          args: { name, value: 1, sysctl_set: true, sysctl_file: '/etc/sysctl.d/90-a.conf' },
        },
        { name: 'loads the file', given: off, args: { name, value: 1 } },
        {
          name: 'sets what the file already has',
          given: `${off}; echo ${name}=1 >/etc/sysctl.conf`,
          args: { name, value: 1, sysctl_set: true },
        },
      ],
      options('cat /etc/sysctl.conf /etc/sysctl.d/*; cat /proc/sys/net/ipv4/ip_forward'),
    );
  });
});

// Facts of the `min` subset: the system, the user, the time, the environment, local facts.

import { type Plain, PyFloat } from '../../../model/value.ts';
import { packageManagerOf } from '../platform.ts';
import { distributionFacts, type Facts } from './distribution.ts';
import { localFacts } from './local-fact.ts';
import type { FactsOutput } from './script.ts';

export function systemFacts(output: FactsOutput): Facts {
  const { section, file } = output;
  const { system, node, kernel, version, machine } = unameOf(output);
  const fqdn = qualifiedName(section('hostname')) ?? node;
  const architecture = machine === 'i686' || machine === 'i586' ? 'i386' : machine;
  const distribution = distributionFacts(output);
  return {
    system,
    nodename: node,
    hostname: node.split('.')[0] ?? node,
    fqdn,
    domain: fqdn.includes('.') ? fqdn.slice(fqdn.indexOf('.') + 1) : '',
    kernel,
    kernel_version: version,
    machine,
    architecture,
    userspace_architecture: architecture,
    userspace_bits: /64/.test(machine) || machine === 's390x' ? '64' : '32',
    machine_id: (file('/var/lib/dbus/machine-id') || file('/etc/machine-id')).trim(),
    ...distribution,
    ...userFacts(output),
    ...dateFacts(section('date')),
    ...pythonFacts(output),
    env: environmentFacts(section('env')),
    dns: dnsFacts(file('/etc/resolv.conf')),
    cmdline: cmdlineFacts(file('/proc/cmdline'), false),
    proc_cmdline: cmdlineFacts(file('/proc/cmdline'), true),
    selinux: selinuxFacts(output),
    selinux_python_present: true,
    apparmor: { status: section('apparmor').trim() === 'enabled' ? 'enabled' : 'disabled' },
    fips: file('/proc/sys/crypto/fips_enabled').trim() === '1',
    loadavg: loadFacts(file('/proc/loadavg')),
    is_chroot: section('chroot').trim() === 'yes',
    service_mgr: serviceManager(section('init').trim()),
    pkg_mgr: packageManagerOf(programsOf(section('programs')), String(distribution.os_family)),
    ...sshKeyFacts(output),
    ...capabilityFacts(section('caps')),
    local: localFacts(section('local')),
  };
}

// Of the names of the host's address the first with a domain, else the first.
function qualifiedName(line: string): string | undefined {
  const [, ...names] = (line.split('\n')[0] ?? '').trim().split(/\s+/);
  return names.find((name) => name.includes('.')) ?? names[0];
}

// Of the kernel itself where it tells, else of `uname`.
function unameOf({ section, file }: FactsOutput) {
  const [machine = '', ...said] = section('uname').split('\n');
  const [system, node, kernel, version] = ['ostype', 'hostname', 'osrelease', 'version'].map((name) =>
    file(`/proc/sys/kernel/${name}`),
  );
  return {
    machine,
    system: system || (said[0] ?? ''),
    node: node || (said[1] ?? ''),
    kernel: kernel || (said[2] ?? ''),
    version: version || (said[3] ?? ''),
  };
}

// `uid=1000(joe) gid=1000(joe) euid=0(root) groups=...`
function userFacts({ section }: FactsOutput): Facts {
  const id = (name: string): RegExpExecArray | null =>
    new RegExp(`\\b${name}=(\\d+)(?:\\(([^)]*)\\))?`).exec(section('user'));
  const [real, realGroup] = [id('uid'), id('gid')];
  const [user, group] = [id('euid') ?? real, id('egid') ?? realGroup];
  const [uid, name, gid, realUid, realGid] = [user?.[1], user?.[2], group?.[1], real?.[1], realGroup?.[1]];
  const [, , , , gecos = '', home = '', shell = ''] = section('passwd').split(':');
  return {
    user_id: name ?? '',
    user_uid: Number(uid),
    user_gid: Number(gid),
    user_gecos: gecos,
    user_dir: home,
    user_shell: shell,
    real_user_id: Number(realUid),
    effective_user_id: Number(uid),
    real_group_id: Number(realGid),
    effective_group_id: Number(gid),
  };
}

function dateFacts(words: string): Facts {
  const [
    year = '',
    month = '',
    day = '',
    hour = '',
    minute = '',
    second = '',
    epoch = '',
    offset = '',
    tz = '',
    weekday = '',
    number = '',
    week = '',
    nanoseconds = '0',
  ] = words.split(' ');
  const micro = /^\d+$/.test(nanoseconds) ? nanoseconds.slice(0, 6) : '000000';
  const utc = new Date(Number(epoch) * 1000).toISOString().slice(0, 19);
  return {
    date_time: {
      year,
      month,
      day,
      hour,
      minute,
      second,
      epoch,
      epoch_int: epoch,
      date: `${year}-${month}-${day}`,
      time: `${hour}:${minute}:${second}`,
      iso8601: `${utc}Z`,
      iso8601_micro: `${utc}.${micro}Z`,
      iso8601_basic: `${year}${month}${day}T${hour}${minute}${second}${micro}`,
      iso8601_basic_short: `${year}${month}${day}T${hour}${minute}${second}`,
      tz,
      tz_dst: tz,
      tz_offset: offset,
      weekday,
      weekday_number: String(Number(number) % 7),
      weeknumber: week,
    },
  };
}

// Nothing here needs Python; roles ask what there is.
function pythonFacts({ section }: FactsOutput): Facts {
  const program = section('programs')
    .split('\n')
    .find((line) => line.startsWith('python'));
  const version = /Python (\d+)\.(\d+)\.(\d+)/.exec(section('python'));
  if (program === undefined || !version) return {};
  const [major, minor, micro] = version.slice(1).map(Number);
  return {
    python_version: `${major}.${minor}.${micro}`,
    python: {
      executable: program.split(' ')[1] ?? '',
      has_sslcontext: true,
      type: 'cpython',
      version: { major, minor, micro, releaselevel: 'final', serial: 0 },
      version_info: [major, minor, micro, 'final', 0],
    },
  };
}

function environmentFacts(text: string): Facts {
  const values: Facts = {};
  let name = '';
  for (const line of text.split('\n')) {
    const match = /^([A-Za-z_]\w*)=(.*)$/.exec(line);
    if (match?.[1]) {
      name = match[1];
      values[name] = match[2] ?? '';
    } else if (name !== '') values[name] = `${String(values[name])}\n${line}`;
  }
  return values;
}

function dnsFacts(text: string): Facts {
  const dns: Record<string, Plain> = {};
  const nameservers: string[] = [];
  for (const line of text.split('\n')) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === 'nameserver') nameservers.push(...rest.slice(0, 1));
    else if (word === 'domain') dns.domain = rest[0] ?? '';
    else if (word === 'search' || word === 'sortlist') dns[word] = rest;
    else if (word === 'options') dns.options = Object.fromEntries(rest.map((one) => optionOf(one)));
  }
  return nameservers.length > 0 ? { ...dns, nameservers } : dns;
}

function optionOf(text: string): readonly [string, Plain] {
  const [name = '', value] = text.split(':');
  return [name, value ?? true];
}

function cmdlineFacts(text: string, lists: boolean): Facts {
  const values: Facts = {};
  for (const word of text.match(/(?:[^\s"]|"[^"]*")+/g) ?? []) {
    const at = word.indexOf('=');
    const name = at < 0 ? word : word.slice(0, at);
    const value = at < 0 ? true : word.slice(at + 1).replaceAll('"', '');
    const old = values[name];
    values[name] = lists && old !== undefined ? [...(Array.isArray(old) ? old : [old]), value] : value;
  }
  return values;
}

function selinuxFacts({ file }: FactsOutput): Facts {
  const enforce = file('/sys/fs/selinux/enforce').trim();
  const text = file('/etc/selinux/config');
  if (enforce === '') return { status: 'disabled' };
  const mode = enforce === '1' ? 'enforcing' : 'permissive';
  return {
    status: 'enabled',
    mode,
    config_mode: /^SELINUX=(\S+)/m.exec(text)?.[1] ?? 'unknown',
    type: /^SELINUXTYPE=(\S+)/m.exec(text)?.[1] ?? 'unknown',
    policyvers: Number(file('/sys/fs/selinux/policyvers').trim() || 0),
  };
}

function loadFacts(text: string): Facts {
  const [one = 0, five = 0, fifteen = 0] = text.split(' ').map(Number);
  return { '1m': new PyFloat(one), '5m': new PyFloat(five), '15m': new PyFloat(fifteen) };
}

function serviceManager(word: string): string {
  const name = word.split('/').at(-1) ?? '';
  if (name === 'init') return 'sysvinit';
  return name === '' ? 'service' : name;
}

const programsOf = (text: string): ReadonlySet<string> =>
  new Set(text.split('\n').map((line) => line.split(' ')[0] ?? ''));

function sshKeyFacts({ files, file }: FactsOutput): Facts {
  const facts: Facts = {};
  for (const path of files) {
    const match = /ssh_host_(\w+)_key\.pub (\S+) (\S+)/.exec(`${path} ${file(path)}`);
    if (!match) continue;
    facts[`ssh_host_key_${match[1]}_public`] = match[3];
    facts[`ssh_host_key_${match[1]}_public_keytype`] = match[2];
  }
  return facts;
}

function capabilityFacts(text: string): Facts {
  const current = /^Current: ?=?(.*)$/m.exec(text)?.[1];
  if (current === undefined) return { system_capabilities: [], system_capabilities_enforced: 'NA' };
  const enforced = current.trim() !== 'ep';
  return {
    system_capabilities_enforced: enforced ? 'True' : 'False',
    system_capabilities: enforced ? current.split(',').map((one) => one.trim()) : [],
  };
}

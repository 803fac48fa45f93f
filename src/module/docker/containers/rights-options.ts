// The options that say what a container may do to its host.

import type { Plain } from '../../../model/value.ts';
import { dictAt, isDict, listAt, textOf, textsOf } from '../client.ts';
import { hostConfig, type Option } from './option.ts';
import type { ContainerParams } from './params.ts';

// Newer daemons spell capabilities in full.
const shortCapability = (name: Plain): string => textOf(name).toUpperCase().replace(/^CAP_/, '');

function capabilities(name: 'capabilities' | 'cap_drop', field: string): Option {
  return {
    name,
    shape: 'set',
    wanted: ({ [name]: asked }) => asked,
    expected: (wanted) => (Array.isArray(wanted) ? wanted.map(shortCapability) : wanted),
    now: (container) => listAt(container, 'HostConfig', field).map(shortCapability),
    body: (wanted) => ({ HostConfig: { [field]: wanted } }),
  };
}

/** A device, written `/dev/a`, `/dev/a:/dev/b` or `/dev/a:/dev/b:rwm`. */
function deviceOf(text: string): Plain {
  const [host = '', second, third] = text.split(':');
  const isRights = third === undefined && second !== undefined && /^[rwm]+$/.test(second);
  return {
    PathOnHost: host,
    PathInContainer: second === undefined || isRights ? host : second,
    CgroupPermissions: (isRights ? second : third) ?? 'rwm',
  };
}

const devices: Option = {
  name: 'devices',
  shape: 'set',
  wanted: ({ devices: asked }) => asked?.map(deviceOf),
  now: (container) => listAt(container, 'HostConfig', 'Devices'),
  body: (Devices) => ({ HostConfig: { Devices } }),
};

const requests: Option = {
  name: 'device_requests',
  shape: 'set',
  wanted: ({ device_requests }) =>
    device_requests?.map(({ driver, count, device_ids, capabilities: lists, options }) => ({
      Driver: driver ?? '',
      Count: count ?? 0,
      DeviceIDs: device_ids ?? [],
      Capabilities: lists ?? [],
      Options: textsOf(options),
    })),
  now: (container) =>
    listAt(container, 'HostConfig', 'DeviceRequests')
      .filter(isDict)
      .map((one) => ({ Driver: '', Count: 0, ...one, DeviceIDs: one.DeviceIDs ?? [], Options: one.Options ?? {} })),
  body: (DeviceRequests) => ({ HostConfig: { DeviceRequests } }),
};

const sysctls: Option = {
  name: 'sysctls',
  shape: 'dict',
  wanted: ({ sysctls: asked }) => asked && textsOf(asked),
  now: (container) => dictAt(container, 'HostConfig', 'Sysctls'),
  body: (Sysctls) => ({ HostConfig: { Sysctls } }),
};

/** Why devices are none; `undefined` where they are. */
export function refuseDevices({ devices: asked }: ContainerParams): string | undefined {
  const wrong = asked?.find((device) => device.split(':').length > 3 || device === '');
  return wrong === undefined ? undefined : `the device '${wrong}' is none such as /dev/a:/dev/b:rwm`;
}

/** All of them. */
export const rightsOptions: readonly Option[] = [
  capabilities('capabilities', 'CapAdd'),
  capabilities('cap_drop', 'CapDrop'),
  devices,
  hostConfig('device_cgroup_rules', 'DeviceCgroupRules', { shape: 'set' }),
  requests,
  hostConfig('ipc_mode', 'IpcMode'),
  hostConfig('pid_mode', 'PidMode'),
  hostConfig('privileged', 'Privileged'),
  hostConfig('read_only', 'ReadonlyRootfs'),
  hostConfig('security_opts', 'SecurityOpt', { shape: 'set' }),
  sysctls,
  hostConfig('userns_mode', 'UsernsMode'),
  hostConfig('uts', 'UTSMode'),
];

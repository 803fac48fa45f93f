// The options that say how much of the host a container may use.

import type { Plain } from '../../../model/value.ts';
import { at, dictAt, isDict, listAt, textsOf } from '../client.ts';
import { hostConfig, type Option } from './option.ts';
import type { ContainerParams } from './params.ts';
import { bytesOfSize } from './sizes.ts';

const UNLIMITED = /^(unlimited|-1)$/;

type SizeName = 'kernel_memory' | 'memory' | 'memory_reservation' | 'memory_swap' | 'shm_size';

function size(name: SizeName, field: string, updates?: true): Option {
  return {
    name,
    shape: 'value',
    ...(updates && { updates }),
    wanted: ({ [name]: asked }) => {
      if (asked === undefined) return undefined;
      return UNLIMITED.test(asked) ? -1 : (bytesOfSize(asked) ?? 0);
    },
    now: (container) => at(container, 'HostConfig', field),
    body: (wanted) => ({ HostConfig: { [field]: wanted } }),
  };
}

type BytesName = 'device_read_bps' | 'device_write_bps';
type OperationsName = 'device_read_iops' | 'device_write_iops';

function bytesRate(name: BytesName, field: string): Option {
  return {
    ...hostSet(name, field),
    wanted: ({ [name]: asked }) => asked?.map(({ path, rate }) => ({ Path: path, Rate: bytesOfSize(rate) ?? 0 })),
  };
}

function operationsRate(name: OperationsName, field: string): Option {
  return {
    ...hostSet(name, field),
    wanted: ({ [name]: asked }) => asked?.map(({ path, rate }) => ({ Path: path, Rate: rate })),
  };
}

function hostSet(name: Option['name'], field: string): Omit<Option, 'wanted'> {
  return {
    name,
    shape: 'set',
    now: (container) => listAt(container, 'HostConfig', field),
    body: (wanted) => ({ HostConfig: { [field]: wanted } }),
  };
}

const cpus: Option = {
  name: 'cpus',
  shape: 'value',
  updates: true,
  wanted: ({ cpus: asked }) => asked && Math.round(asked * 1e9),
  now: (container) => at(container, 'HostConfig', 'NanoCpus'),
  body: (NanoCpus) => ({ HostConfig: { NanoCpus } }),
};

const ulimits: Option = {
  ...hostSet('ulimits', 'Ulimits'),
  wanted: ({ ulimits: asked }) =>
    asked?.map((limit) => {
      const [Name = '', soft = '', hard = soft] = limit.split(':');
      return { Name, Soft: Number(soft), Hard: Number(hard) };
    }),
};

const storageOptions: Option = {
  name: 'storage_opts',
  shape: 'dict',
  wanted: ({ storage_opts }) => storage_opts && textsOf(storage_opts),
  now: (container) => dictAt(container, 'HostConfig', 'StorageOpt'),
  body: (StorageOpt) => ({ HostConfig: { StorageOpt } }),
};

/** Why sizes and limits are none; `undefined` where they are. */
export function refuseResources(given: ContainerParams): string | undefined {
  const names: readonly SizeName[] = ['kernel_memory', 'memory', 'memory_reservation', 'memory_swap', 'shm_size'];
  for (const name of names) {
    const asked = given[name];
    if (asked === undefined || (name === 'memory_swap' && UNLIMITED.test(asked))) continue;
    if (bytesOfSize(asked) === undefined) return `${name} is '${asked}', which is not a size such as 64M`;
  }
  const rates = [...(given.device_read_bps ?? []), ...(given.device_write_bps ?? [])];
  const wrongRate = rates.find(({ rate }) => bytesOfSize(rate) === undefined);
  if (wrongRate) return `the rate of ${wrongRate.path} is '${wrongRate.rate}', which is not a size such as 20M`;
  const wrongLimit = given.ulimits?.find((limit) => !/^[a-z]+:-?\d+(:-?\d+)?$/.test(limit));
  return wrongLimit === undefined ? undefined : `the ulimit '${wrongLimit}' is none such as nofile:1024:2048`;
}

/** What else is to be told with a new limit of memory: swap that was the double by default would keep it from growing. */
export function withSwap(update: Readonly<Record<string, Plain>>, container: Plain): Readonly<Record<string, Plain>> {
  const { Memory, MemorySwap } = update;
  const swap = isDict(container) ? Number(at(container, 'HostConfig', 'MemorySwap') ?? 0) : 0;
  const isTooLittle = typeof Memory === 'number' && MemorySwap === undefined && swap > 0 && Memory > swap;
  const wasNone = typeof Memory === 'number' && Memory > 0 && MemorySwap === undefined && swap === 0;
  return isTooLittle || wasNone ? { ...update, MemorySwap: 2 * Memory } : update;
}

/** All of them. */
export const resourceOptions: readonly Option[] = [
  hostConfig('blkio_weight', 'BlkioWeight', { updates: true }),
  hostConfig('cgroup_parent', 'CgroupParent'),
  hostConfig('cgroupns_mode', 'CgroupnsMode'),
  hostConfig('cpu_period', 'CpuPeriod', { updates: true }),
  hostConfig('cpu_quota', 'CpuQuota', { updates: true }),
  hostConfig('cpu_shares', 'CpuShares', { updates: true }),
  cpus,
  hostConfig('cpuset_cpus', 'CpusetCpus', { updates: true }),
  hostConfig('cpuset_mems', 'CpusetMems', { updates: true }),
  bytesRate('device_read_bps', 'BlkioDeviceReadBps'),
  bytesRate('device_write_bps', 'BlkioDeviceWriteBps'),
  operationsRate('device_read_iops', 'BlkioDeviceReadIOps'),
  operationsRate('device_write_iops', 'BlkioDeviceWriteIOps'),
  size('kernel_memory', 'KernelMemory', true),
  size('memory', 'Memory', true),
  size('memory_reservation', 'MemoryReservation', true),
  size('memory_swap', 'MemorySwap', true),
  hostConfig('memory_swappiness', 'MemorySwappiness', { exact: true }),
  hostConfig('oom_killer', 'OomKillDisable'),
  hostConfig('oom_score_adj', 'OomScoreAdj'),
  hostConfig('pids_limit', 'PidsLimit'),
  size('shm_size', 'ShmSize'),
  storageOptions,
  ulimits,
];

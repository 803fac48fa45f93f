// Runs fragments inside a lab host as root, without ssh: for module tests whose subject is not the connection.

import type { Exchange } from '../../src/plan/exchange.ts';
import type { LabHost } from '../lab/index.ts';
import { shellExchange } from './shell-exchange.ts';

export async function labExchange(host: LabHost): Promise<Exchange> {
  const pid = await host.pid();
  if (pid === undefined) throw new Error(`${host.name} is not up`);
  const enter = [
    'nsenter',
    '--target',
    String(pid),
    '--mount',
    '--uts',
    '--ipc',
    '--net',
    '--pid',
    '--root',
    '--wd',
    '--',
  ];
  const clean = [
    'env',
    '-i',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'HOME=/root',
    'LANG=C.UTF-8',
  ];
  return shellExchange([...enter, ...clean, '/bin/sh']);
}

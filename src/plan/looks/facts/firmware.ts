// What the firmware says of the machine, from /sys/class/dmi.

import type { Facts } from './distribution.ts';
import { firstLines } from './first-lines.ts';

const DMI: readonly (readonly [fact: string, file: string])[] = [
  ['bios_date', 'bios_date'],
  ['bios_vendor', 'bios_vendor'],
  ['bios_version', 'bios_version'],
  ['board_asset_tag', 'board_asset_tag'],
  ['board_name', 'board_name'],
  ['board_serial', 'board_serial'],
  ['board_vendor', 'board_vendor'],
  ['board_version', 'board_version'],
  ['chassis_asset_tag', 'chassis_asset_tag'],
  ['chassis_serial', 'chassis_serial'],
  ['chassis_vendor', 'chassis_vendor'],
  ['chassis_version', 'chassis_version'],
  ['product_name', 'product_name'],
  ['product_serial', 'product_serial'],
  ['product_uuid', 'product_uuid'],
  ['product_version', 'product_version'],
  ['system_vendor', 'sys_vendor'],
];

const FORMS = [
  'Unknown',
  'Other',
  'Unknown',
  'Desktop',
  'Low Profile Desktop',
  'Pizza Box',
  'Mini Tower',
  'Tower',
  'Portable',
  'Laptop',
  'Notebook',
  'Hand Held',
  'Docking Station',
  'All In One',
  'Sub Notebook',
  'Space-saving',
  'Lunch Box',
  'Main Server Chassis',
  'Expansion Chassis',
  'Sub Chassis',
  'Bus Expansion Chassis',
  'Peripheral Chassis',
  'RAID Chassis',
  'Rack Mount Chassis',
  'Sealed-case PC',
  'Multi-system',
  'CompactPCI',
  'AdvancedTCA',
  'Blade',
  'Blade Enclosure',
  'Tablet',
  'Convertible',
  'Detachable',
  'IoT Gateway',
  'Embedded PC',
  'Mini PC',
  'Stick PC',
];

export function dmiFacts(text: string): Facts {
  const values = firstLines(text);
  const of = (name: string): string | undefined => values.get(`/sys/class/dmi/id/${name}`);
  const form = of('chassis_type');
  return {
    ...Object.fromEntries(DMI.map(([fact, file]) => [fact, of(file) ?? 'NA'])),
    form_factor: form === undefined ? 'NA' : (FORMS[Number(form)] ?? `unknown (${form})`),
  };
}

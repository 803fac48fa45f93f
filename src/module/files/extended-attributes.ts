// Extended attributes of files as getfattr prints them and setfattr reads them.

export type ExtendedAttributes = ReadonlyMap<string, Buffer>;

/** What `getfattr -d -e base64` printed. */
export function parseDump(text: string): ExtendedAttributes {
  const attributes = new Map<string, Buffer>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const at = line.indexOf('=');
    const [name, written] = at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
    attributes.set(name, written.startsWith('0s') ? Buffer.from(written.slice(2), 'base64') : Buffer.alloc(0));
  }
  return attributes;
}

/** What `setfattr --restore` reads to give a file one attribute. */
export function dumpOf(path: string, name: string, value: Buffer): Buffer {
  // As in getfattr's own output: what would end the line, and the backslash, are octal.
  const shown = path.replace(/[\\\n\r]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return Buffer.from(`# file: ${shown}\n${name}=0s${value.toString('base64')}\n`);
}

/** The bytes of a value as setfattr takes it: text, or `0x` hexadecimal, or `0s` base64. */
export function valueBytes(value: string): Buffer {
  if (/^0x([\da-f]{2})*$/i.test(value)) return Buffer.from(value.slice(2), 'hex');
  return /^0s/i.test(value) ? Buffer.from(value.slice(2), 'base64') : Buffer.from(value);
}

// The text form of vaulted data: a header line, then hex of (hex of salt, hex of HMAC, hex of ciphertext), 80 columns wide.

const magic = '$ANSIBLE_VAULT';
const lineWidth = 80;
const hexOnly = /^(?:[0-9a-f]{2})*$/i;

/** What a vaulted text consists of. */
export interface Envelope {
  /** The vault id's label. Format 1.1 has none: it was encrypted with the secret labelled `default`, or any other. */
  readonly label?: string;
  readonly salt: Buffer;
  readonly hmac: Buffer;
  readonly ciphertext: Buffer;
}

/** An envelope, or what is wrong with the text, as the end of a sentence that begins with what it should have been. */
export type ParsedEnvelope =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly problem: string };

/** Whether a text says of itself that it is vaulted. */
export function isVaulted(text: string | Buffer): boolean {
  return typeof text === 'string' ? text.startsWith(magic) : text.subarray(0, magic.length).toString() === magic;
}

/** Reads vaulted text. Indentation and line ends do not matter, as inline blocks are indented. */
export function parseEnvelope(text: string): ParsedEnvelope {
  const [header = '', ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.trim());
  const [name, version, cipher, ...label] = header.split(';');
  if (name !== magic || version === undefined || cipher === undefined)
    return no(`the header '${header}' is incomplete`);
  if (version !== '1.1' && version !== '1.2') return no(`its format is '${version}', and only 1.1 and 1.2 are known`);
  if (cipher !== 'AES256') return no(`its cipher is '${cipher}', and only AES256 is known`);
  const outer = fromHex(lines.join(''));
  if (!outer) return no('there is something else than hexadecimal digits behind the header');
  const parts = outer.toString('latin1').split('\n');
  const [salt, hmac, ciphertext] = parts.map(fromHex);
  if (parts.length !== 3 || !salt || !hmac || !ciphertext) return no('it is cut off or damaged');
  return { ok: true, envelope: { ...(version === '1.2' && { label: label.join(';') }), salt, hmac, ciphertext } };
}

/** Writes vaulted text, with a newline at the end. With a label other than `default` it is format 1.2, else 1.1, which older programs read too. */
export function formatEnvelope({ label, salt, hmac, ciphertext }: Envelope): string {
  const inner = [salt, hmac, ciphertext].map((part) => part.toString('hex')).join('\n');
  const hex = Buffer.from(inner, 'latin1').toString('hex');
  const header = label === undefined || label === 'default' ? `${magic};1.1;AES256` : `${magic};1.2;AES256;${label}`;
  const lines = hex.match(new RegExp(`.{1,${lineWidth}}`, 'g')) ?? [];
  return `${[header, ...lines].join('\n')}\n`;
}

function fromHex(text: string): Buffer | undefined {
  return hexOnly.test(text) ? Buffer.from(text, 'hex') : undefined;
}

function no(problem: string): ParsedEnvelope {
  return { ok: false, problem };
}

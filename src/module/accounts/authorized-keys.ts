// Lines of authorized_keys files: options, key and comment, as sshd reads them.

/** One line of the file. What is no key (a comment, an empty line, something strange) is kept as it is. */
export type KeyLine =
  | { readonly kind: 'other'; readonly text: string }
  | {
      readonly kind: 'key';
      readonly text: string;
      /** As written, without the space behind; empty where there are none. */
      readonly options: string;
      readonly type: string;
      /** Base64; what makes two keys the same. */
      readonly key: string;
      readonly comment: string;
    };

const TYPE = /^(?:(?:sk-)?(?:ssh|ecdsa-sha2)-[\w-]+(?:-cert-v01)?(?:@openssh\.com)?|ssh-rsa1?)$/;

/** A line of the file. */
export function parseKeyLine(text: string): KeyLine {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return { kind: 'other', text };
  const words = wordsOf(trimmed);
  const at = words.findIndex((word) => TYPE.test(word));
  const key = words[at + 1];
  const type = words[at];
  if (at < 0 || at > 1 || type === undefined || key === undefined || !isKeyData(key, type))
    return { kind: 'other', text };
  return {
    kind: 'key',
    text,
    options: at === 1 ? (words[0] ?? '') : '',
    type,
    key,
    comment: words.slice(at + 2).join(' '),
  };
}

// Options may hold quoted spaces: command="echo hello".
function wordsOf(line: string): readonly string[] {
  return line.match(/(?:[^\s"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
}

// The data of a key begins with its own type, length first.
function isKeyData(key: string, type: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,3}$/.test(key)) return false;
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length < 4) return false;
  const name = bytes.subarray(4, 4 + bytes.readUInt32BE(0)).toString('latin1');
  return name === type;
}

export interface KeyWish {
  readonly state: 'present' | 'absent';
  readonly keys: readonly Extract<KeyLine, { readonly kind: 'key' }>[];
  /** Replace the options and comments of the keys; `undefined` keeps those of the key as given. */
  readonly options: string | undefined;
  readonly comment: string | undefined;
  /** Every other key goes. */
  readonly exclusive: boolean;
}

/** The file's text with the keys there or gone. Where the same key is there with the same options, its line stays as it is. */
export function editKeys(text: string, wish: KeyWish): string {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n').map(parseKeyLine);
  const result: KeyLine[] = [...lines];
  for (const wanted of wish.keys) {
    const at = result.findIndex((line) => line.kind === 'key' && line.key === wanted.key);
    if (wish.state === 'absent') {
      if (at >= 0) result.splice(at, 1);
      continue;
    }
    const old = result[at];
    const line = withWish(wanted, wish, old?.kind === 'key' ? old : undefined);
    if (at < 0) result.push(line);
    else if (old?.kind === 'key' && !isSame(old, line)) result[at] = line;
  }
  const kept = wish.exclusive && wish.state === 'present' ? result.filter((line) => isWanted(line, wish)) : result;
  return kept.map((line) => `${line.text}\n`).join('');
}

function isWanted(line: KeyLine, wish: KeyWish): boolean {
  return line.kind === 'other' || wish.keys.some((one) => one.key === line.key);
}

function withWish(
  wanted: Extract<KeyLine, { readonly kind: 'key' }>,
  wish: KeyWish,
  old: Extract<KeyLine, { readonly kind: 'key' }> | undefined,
): Extract<KeyLine, { readonly kind: 'key' }> {
  const options = wish.options ?? wanted.options;
  const comment = wish.comment ?? (wanted.comment === '' ? (old?.comment ?? '') : wanted.comment);
  // The space is there before an empty comment, too: Ansible leaves the same file.
  const text = `${options === '' ? '' : `${options} `}${wanted.type} ${wanted.key} ${comment}`;
  return { ...wanted, options, comment, text };
}

function isSame(a: Extract<KeyLine, { readonly kind: 'key' }>, b: Extract<KeyLine, { readonly kind: 'key' }>): boolean {
  return a.options === b.options && a.comment === b.comment;
}

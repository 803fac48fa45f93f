// HTML in text: escaping, the way back, and links.

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&#34;',
};

/** Text as it is written in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>'"]/g, (char) => escapes[char] ?? char);
}

/** Text without tags and comments, its white space collapsed, its references resolved. */
export function stripTags(text: string): string {
  const bare = text.replace(/<!--.*?-->/gs, '').replace(/<.*?>/gs, '');
  return unescapeHtml(bare.trim().split(/\s+/).join(' '));
}

// The names of U+00A0 to U+00FF in their order, which HTML lets go without a semicolon.
const latin =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const bareNames: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ...latin.split(' ').map((name, index) => [name, String.fromCharCode(0xa0 + index)] as const),
]);

const names: ReadonlyMap<string, string> = new Map([
  ...bareNames,
  ['apos', "'"],
  ['hellip', '…'],
  ['mdash', '—'],
  ['ndash', '–'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bull', '•'],
  ['euro', '€'],
  ['trade', '™'],
  ['larr', '←'],
  ['uarr', '↑'],
  ['rarr', '→'],
  ['darr', '↓'],
]);

/** Text with its character references resolved: all numbers, and the names of Latin-1 and common punctuation. */
export function unescapeHtml(text: string): string {
  return text.replace(
    /&(?:#(\d+);?|#[xX]([0-9a-fA-F]+);?|([a-zA-Z][a-zA-Z0-9]*)(;?))/g,
    (whole, decimal, hex, name, end) => {
      if (decimal !== undefined) return codePoint(Number(decimal));
      if (hex !== undefined) return codePoint(Number.parseInt(hex, 16));
      return (end === ';' ? names : bareNames).get(name) ?? whole;
    },
  );
}

function codePoint(code: number): string {
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code);
}

export interface LinkOptions {
  /** Longer texts of links are cut, with dots. */
  readonly limit: number | undefined;
  readonly rel: string | undefined;
  readonly target: string | undefined;
  /** Prefixes besides http, https and mailto that make a link (`tel:`). */
  readonly schemes: readonly string[];
}

const httpLink =
  /^((https?:\/\/|www\.)(([\w%-]+\.)+)?([a-z]{2,63}|xn--[\w%]{2,59})|([\w%-]{2,63}\.)+(com|net|int|edu|gov|org|info|mil)|(https?:\/\/)((([\d]{1,3})(\.[\d]{1,3}){3})|(\[([\da-f]{0,4}:){2}([\da-f]{0,4}:?){1,6}\])))(?::[\d]{1,5})?(?:[/?#]\S*)?$/i;
const mailLink = /^\S+@\w[\w.-]*\.\w+$/;

/** Text as HTML with its URLs and addresses turned into links, after the rules of Jinja's urlize. */
export function linkUrls(text: string, options: LinkOptions): string {
  const rel = options.rel === undefined ? '' : ` rel="${escapeHtml(options.rel)}"`;
  const target = options.target === undefined ? '' : ` target="${escapeHtml(options.target)}"`;
  const link = (href: string, shown: string, attributes: string) => `<a href="${href}"${attributes}>${shown}</a>`;
  const cut = (shown: string) =>
    options.limit !== undefined && shown.length > options.limit ? `${shown.slice(0, options.limit)}...` : shown;
  const words = escapeHtml(text).split(/(\s+)/);
  return words
    .map((word) => {
      const [head, middle, tail] = unwrap(word);
      if (httpLink.test(middle)) {
        const href = /^https?:\/\//.test(middle) ? middle : `https://${middle}`;
        return head + link(href, cut(middle), rel + target) + tail;
      }
      if (middle.startsWith('mailto:') && mailLink.test(middle.slice(7)))
        return head + link(middle, middle.slice(7), '') + tail;
      if (middle.includes('@') && !/^www\./.test(middle) && !middle.includes(':') && mailLink.test(middle))
        return head + link(`mailto:${middle}`, middle, '') + tail;
      const scheme = options.schemes.find((one) => middle !== one && middle.startsWith(one));
      return scheme === undefined ? word : head + link(middle, middle, rel + target) + tail;
    })
    .join('');
}

// Brackets and punctuation around a word are not part of the link, unless brackets are balanced inside of it.
function unwrap(word: string): readonly [string, string, string] {
  const head = /^(?:[(<]|&lt;)+/.exec(word)?.[0] ?? '';
  let middle = word.slice(head.length);
  const tail = /(?:[)>.,\n]|&gt;)+$/.exec(middle)?.[0] ?? '';
  middle = middle.slice(0, middle.length - tail.length);
  let rest = tail;
  for (const [open, close] of [
    ['(', ')'],
    ['<', '>'],
    ['&lt;', '&gt;'],
  ] as const) {
    const missing = Math.max(0, count(middle, open) - count(middle, close));
    for (let i = 0; i < missing; i += 1) {
      const end = rest.indexOf(close);
      if (end < 0) break;
      middle += rest.slice(0, end + close.length);
      rest = rest.slice(end + close.length);
    }
  }
  return [head, middle, rest];
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

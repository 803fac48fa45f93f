import { execFileSync } from 'node:child_process';
import xml from '../../../modules/xml.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

/** Makes the file of a case; printf's escapes are its own. */
const text = (escaped: string): string => `printf '${escaped.replaceAll('%', '%%').replaceAll("'", "'\\''")}' >f`;

const BUSINESS = text(`<business type="bar">
  <name>Tasty Beverage Co.</name>
    <beers>
      <beer>Rochefort 10</beer>
      <beer>St. Bernardus Abbot 12</beer>
      <beer>Schlitz</beer>
   </beers>
  <rating subjective="true">10</rating>
  <website>
    <mobilefriendly/>
    <address>http://tastybeverageco.com</address>
  </website>
</business>
`);

const ODD = text(`<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<?pi some?>
<!-- top -->
<!DOCTYPE config [ <!ENTITY e "v"> ]>
<config a='1"2' b="x&#10;y&lt;&gt;&amp;"   c = "t\\tt">
  <![CDATA[raw <x> & y]]>
  <!-- inside -->
  <e>é &#233; &gt; &lt; &amp; &quot; &apos; &#13; ]]&gt; &e;</e>
  <empty></empty>
  <self />
  <p:n xmlns:p="urn:p" p:at="1"><q xmlns="urn:q"/></p:n>
  <m>text <b>bold</b> tail</m>
</config>
<!-- after -->

`);

const SPACES = text(`<foo xmlns="http://x.test" xmlns:attr="http://z.test">
  <bar>
    <baz xmlns="http://y.test" attr:at="true" />
  </bar>
</foo>
`);

const CASES: readonly ParityCase[] = [
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/rating/@subjective', state: 'absent' } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/rating', value: '10' } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/rating', value: '11', backup: true } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/phonenumber', value: '555-555-1234' } },
  {
    given: BUSINESS,
    args: {
      path: 'DIR/f',
      xpath: '/business/beers',
      add_children: [{ beer: 'Old Rasputin' }, { beer: null }, 'plain'],
    },
  },
  {
    given: BUSINESS,
    args: {
      path: 'DIR/f',
      xpath: '/business/beers/beer[text()="Rochefort 10"]',
      insertbefore: true,
      add_children: [{ beer: 'A' }, 'b'],
    },
  },
  {
    given: BUSINESS,
    args: { path: 'DIR/f', xpath: '/business/beers/beer', insertafter: true, add_children: [{ beer: 'Old Rasputin' }] },
  },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/website/validxhtml' } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/website/validxhtml/@validatedon' } },
  {
    given: BUSINESS,
    args: { path: 'DIR/f', xpath: '/business/website/validxhtml', attribute: 'validatedon', value: '1976-08-05' },
  },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/rating/@subjective' } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/website/*', state: 'absent' } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/website', set_children: [] } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/website', set_children: [{ a: '1' }, 'b'] } },
  {
    given: BUSINESS,
    args: {
      path: 'DIR/f',
      xpath: '/business/beers',
      set_children: [{ beer: 'Rochefort 10' }, { beer: 'St. Bernardus Abbot 12' }, { beer: 'Schlitz' }],
    },
  },
  {
    given: BUSINESS,
    args: {
      path: 'DIR/f',
      xpath: '/business',
      add_children: [{ building: { name: 'Scumm bar', at: 'MI', _: [{ floor: 'Pirate hall' }, 'x'] } }],
    },
  },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/beers', state: 'absent' } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/nope', state: 'absent' } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/name', value: `a & b < c > " '` } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: "/business/a/b[@k='v']/c", value: 'x' } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: "/business/a[@x='1' and @y='2']/@c" } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '//beer', value: 'x' } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: 'name', value: 'x' } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/beers', value: 'x' } },
  { given: BUSINESS, args: { path: 'DIR/f', pretty_print: true } },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/rating', value: '11', pretty_print: true } },
  {
    given: BUSINESS,
    args: {
      path: 'DIR/f',
      xpath: '/business/beers',
      add_children: ['<beer>1</beer>', "<x a='1'><y/></x>"],
      input_type: 'xml',
    },
  },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/rating', value: '11' }, check: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/beers/beer', count: true }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '//*', print_match: true }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/rating/@subjective', print_match: true }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/rating', content: 'attribute' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/*', content: 'text' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/nope', content: 'text' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/rating/@subjective', value: 'x' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/other/a', value: 'x' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business//nope', value: 'x' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/beers/beer[4]', value: 'x' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/[', value: 'x' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business/x:y', value: 'x' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business', state: 'absent' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business', insertafter: true, add_children: ['x'] }, once: true },
  {
    given: BUSINESS,
    args: { path: 'DIR/f', xpath: '/business/beers', add_children: [{ a: 'x', b: 'y' }] },
    once: true,
  },
  {
    given: BUSINESS,
    args: { path: 'DIR/f', xpath: '/business/beers', add_children: ['<x'], input_type: 'xml' },
    once: true,
  },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business', count: true, value: 'x' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', count: true }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f', xpath: '/business', attribute: 'x' }, once: true },
  { given: BUSINESS, args: { path: 'DIR/f' }, once: true },
  { given: ODD, args: { path: 'DIR/f', xpath: '/config/e', value: 'z' } },
  { given: ODD, args: { path: 'DIR/f', pretty_print: true } },
  { given: ODD, args: { path: 'DIR/f', xpath: '/config/m', value: 'z', strip_cdata_tags: true } },
  { given: ODD, args: { path: 'DIR/f', xpath: '/config/m/b', state: 'absent' } },
  { given: ODD, args: { path: 'DIR/f', xpath: '/config/*', content: 'text' }, once: true },
  { given: ODD, args: { path: 'DIR/f', xpath: '/config//*', print_match: true }, once: true },
  {
    given: ODD,
    args: { path: 'DIR/f', xpath: '/config/p:n', namespaces: { p: 'urn:p' }, content: 'attribute' },
    once: true,
  },
  {
    given: SPACES,
    args: {
      path: 'DIR/f',
      xpath: '/x:foo/x:bar/y:baz',
      attribute: 'z:at',
      value: 'false',
      namespaces: { x: 'http://x.test', y: 'http://y.test', z: 'http://z.test' },
    },
  },
  {
    given: SPACES,
    args: {
      path: 'DIR/f',
      xpath: '/x:foo/x:new/y:deep',
      value: 'v',
      namespaces: { x: 'http://x.test', y: 'http://y.test', z: 'http://z.test' },
    },
  },
  {
    given: SPACES,
    args: {
      path: 'DIR/f',
      xpath: '/x:foo/x:bar/@z:new',
      namespaces: { x: 'http://x.test', y: 'http://y.test', z: 'http://z.test' },
    },
  },
  {
    given: SPACES,
    args: {
      path: 'DIR/f',
      xpath: '/x:foo/x:bar/y:baz/@z:at',
      state: 'absent',
      namespaces: { x: 'http://x.test', y: 'http://y.test', z: 'http://z.test' },
    },
  },
  { given: SPACES, args: { path: 'DIR/f', xpath: '/foo/bar/baz', value: 'v' }, once: true },
  {
    given: text(`<?xml version="1.0" encoding="iso-8859-1"?><a>\\351</a>`),
    args: { path: 'DIR/f', xpath: '/a', attribute: 'b', value: 'ü' },
  },
  { given: text(`<a>\\r\\n<b/>\\r\\n</a>\\r\\n`), args: { path: 'DIR/f', xpath: '/a/b', value: '1' } },
  { given: text(`\\357\\273\\277<a><b/></a>`), args: { path: 'DIR/f', xpath: '/a/b', value: '1\n2\r3\t4' } },
  { given: text(`<a/>`), args: { path: 'DIR/f', xpath: '/a', attribute: 'q', value: `1\n2\r3\t4"'<>&` } },
  {
    given: text(
      `<!DOCTYPE note SYSTEM "Note.dtd" [\\n<!ELEMENT note (#PCDATA)> <!ENTITY w "W">\\n]>\\n<note>&w;</note>`,
    ),
    args: { path: 'DIR/f', xpath: '/note', attribute: 'b', value: '1' },
  },
  { given: text(`<!DOCTYPE a><!--1--><a/>`), args: { path: 'DIR/f', xpath: '/a/b', pretty_print: true } },
  {
    given: text(`<a><m>text <b/> <c/></m> <x> </x><y>\\n</y> <z><q/> t</z><w> <!-- c --> </w> <?p i?> </a>`),
    args: { path: 'DIR/f', pretty_print: true },
  },
  { given: text(`<a xml:space="preserve"> <b> <c/> </b> </a>`), args: { path: 'DIR/f', pretty_print: true } },
  { given: text(`<a> <![CDATA[q]]> <b/> </a>`), args: { path: 'DIR/f', pretty_print: true } },
  { given: text(`<a>x<!-- c -->y<b/> t</a>`), args: { path: 'DIR/f', xpath: '/a', value: 'z' } },
  { given: text(`<a><b/>q<!-- c --> t<c/></a>`), args: { path: 'DIR/f', xpath: '//comment()', state: 'absent' } },
  {
    given: text(`<a><b>t<d k="1"/></b></a>`),
    args: { path: 'DIR/f', xpath: '/a/b', set_children: [{ d: { k: '1' } }] },
  },
  {
    given: text(`<a xmlns="u"/>`),
    args: { path: 'DIR/f', xpath: '/q:a', namespaces: { q: 'u', z: 'v' }, attribute: 'z:k', value: '1' },
  },
  { given: text(``), args: { path: 'DIR/f', xpath: '/a', count: true }, once: true },
  { given: text(`<a>\\001</a>`), args: { path: 'DIR/f', xpath: '/a', count: true }, once: true },
  { given: text(`<a>a & b</a>`), args: { path: 'DIR/f', xpath: '/a', count: true }, once: true },
  { given: text(`<a><b></a>`), args: { path: 'DIR/f', xpath: '/a', count: true }, once: true },
  { given: text(`<a/><b/>`), args: { path: 'DIR/f', xpath: '/a', count: true }, once: true },
  { args: { xmlstring: '<a><b/></a>', xpath: '/a/b', value: '1' }, once: true },
  { args: { xmlstring: '<a><b>1</b></a>\n\n', xpath: '/a/b', count: true }, once: true },
  { args: { xmlstring: '<a><b>1</b></a>', pretty_print: true }, once: true },
  { args: { xmlstring: '<a><b>1</b>', pretty_print: true }, once: true },
  { args: { path: 'DIR/none', xpath: '/a', count: true }, once: true },
  { args: { path: 'DIR/none', xmlstring: '<a/>', xpath: '/a', count: true }, once: true },
];

function hasLxml(): boolean {
  try {
    execFileSync('/usr/bin/python3', ['-c', 'import lxml'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

if (hasLxml()) parityWithAnsible('community.general.xml', xml, CASES);
else describe.skip('xml (python3-lxml is not installed)', () => undefined);

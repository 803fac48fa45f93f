import { expect } from 'chai';
import xml from '../../modules/xml.ts';
import { wishOf } from '../../src/module/files/xml/steps.ts';
import { obeysTheLaws } from '../support/laws.ts';

const HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n";
const given = 'printf "<a><b k=\\"1\\">x</b><b/></a>" >f; chmod 640 f';

describe('xml', () => {
  obeysTheLaws(xml, [
    {
      name: 'sets texts',
      given,
      args: { path: 'DIR/f', xpath: '/a/b', value: 5 },
      files: { f: `${HEAD}<a><b k="1">5</b><b>5</b></a>` },
      result: { actions: { xpath: '/a/b', namespaces: {}, state: 'present' } },
    },
    { name: 'leaves what is so', given, args: { path: 'DIR/f', xpath: '/a/b[1]', value: 'x' }, changed: false },
    {
      name: 'takes an empty text for one',
      given,
      args: { path: 'DIR/f', xpath: '/a/b[2]', value: '' },
      changed: false,
    },
    {
      name: 'makes a child in each element that is found',
      given,
      args: { path: 'DIR/f', xpath: '/a/b/c', value: 'y' },
      files: { f: `${HEAD}<a><b k="1">x<c>y</c></b><b><c>y</c></b></a>` },
    },
    {
      name: 'makes several conditions true',
      given,
      args: { path: 'DIR/f', xpath: "/a/d[@p='1'][@q='2']/e[text()='z']" },
      files: { f: `${HEAD}<a><b k="1">x</b><b/><d p="1" q="2"><e>z</e></d></a>` },
    },
    {
      name: 'sets children of each element that is found',
      given,
      args: { path: 'DIR/f', xpath: '/a/b', set_children: [{ c: { n: 1, _: ['d'] } }] },
      files: { f: `${HEAD}<a><b k="1">x<c n="1"><d/></c></b><b><c n="1"><d/></c></b></a>` },
    },
    {
      name: 'uses the prefixes of namespaces for children',
      given: 'printf "<a xmlns=\\"u\\"><p:b xmlns:p=\\"v\\"/></a>" >f',
      args: {
        path: 'DIR/f',
        xpath: '/q:a/w:b',
        namespaces: { q: 'u', w: 'v' },
        set_children: ['w:c', 'q:d', { 'w:e': { 'w:at': 'x' } }],
      },
      files: {
        f: `${HEAD}<a xmlns="u"><p:b xmlns:p="v"><p:c/><d/><p:e p:at="x"/></p:b></a>`,
      },
    },
    {
      name: 'removes a text',
      given,
      args: { path: 'DIR/f', xpath: '/a/b/text()', state: 'absent' },
      files: { f: `${HEAD}<a><b k="1"/><b/></a>` },
    },
    {
      name: 'lays a file out',
      given,
      args: { path: 'DIR/f', pretty_print: true, backup: true },
      files: { f: `${HEAD}<a>\n  <b k="1">x</b>\n  <b/>\n</a>\n` },
      cannotUndo: true,
    },
    {
      name: 'reads other encodings, and writes UTF-8',
      given: `printf '<?xml version="1.0" encoding="cp1252"?><a>\\200</a>' >f`,
      args: { path: 'DIR/f', xpath: '/a/@b' },
      files: { f: `${HEAD}<a b="">€</a>` },
    },
    {
      name: 'follows a link to the file',
      given: `${given}; ln -s f l`,
      args: { path: 'DIR/l', xpath: '/a/b', value: 'q' },
      files: { f: `${HEAD}<a><b k="1">q</b><b>q</b></a>` },
    },
    {
      name: 'tells what is there',
      given,
      args: { path: 'DIR/f', xpath: '//b', content: 'attribute' },
      changed: false,
      result: { count: 2, matches: [{ b: { k: '1' } }, { b: {} }], msg: 2 },
    },
    {
      name: 'edits a text',
      args: { xmlstring: '<a/>', xpath: '/a/b' },
      result: { xmlstring: `${HEAD}<a><b/></a>` },
      alwaysChanges: true,
    },
    {
      name: 'names the place of a mistake',
      given: 'printf "<a>\\n<b></a>" >f',
      args: { path: 'DIR/f', xpath: '/a', count: true },
      fails: /Error while parsing document: .*f \(.*end tag "a" but expected "b" \(line 2, character 4\)\)/,
    },
    {
      name: 'takes no text that is not of its encoding',
      given: `printf '<a>\\351</a>' >f`,
      args: { path: 'DIR/f', xpath: '/a', count: true },
      fails: 'its bytes are not of the encoding utf-8',
    },
    {
      name: 'is not blown up by entities',
      given: `{ printf '<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">'; for i in 1 2 3 4 5 6 7 8 9; do p=$((i-1)); printf '<!ENTITY a%s "&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;">' $i $p $p $p $p $p $p $p $p; done; printf ']><a>&a9;</a>'; } >f`,
      args: { path: 'DIR/f', xpath: '/a', count: true },
      fails: 'too much entity expansion',
    },
    {
      name: 'does not read what entities lead to',
      given: `printf '<!DOCTYPE a [<!ENTITY s SYSTEM "file:///etc/hostname">]><a>&s;</a>' >f`,
      args: { path: 'DIR/f', xpath: '/a', content: 'text' },
      fails: "the entity 's' is outside of it",
    },
    {
      name: 'leaves to the document type what it gives',
      given: `printf '<!DOCTYPE a [<!ATTLIST a b CDATA "x>y">]>\\n<a/>' >f`,
      args: { path: 'DIR/f', xpath: '/a/c' },
      files: { f: `${HEAD}<!DOCTYPE a [\n<!ATTLIST a b CDATA "x>y">\n]>\n<a><c/></a>` },
    },
    {
      name: 'says what cannot be made',
      given,
      args: { path: 'DIR/f', xpath: '/a/c[contains(.,"x")]', value: 'x' },
      fails: 'does not reference a node, and none can be made',
    },
    {
      name: 'reminds of namespaces',
      given: 'printf "<a xmlns=\\"u\\"/>" >f',
      args: { path: 'DIR/f', xpath: '/a/b' },
      fails: 'the document has namespaces: name them',
    },
    {
      name: 'wants prefixes to be named',
      given,
      args: { path: 'DIR/f', xpath: '/a', add_children: ['q:x'] },
      fails: "the prefix of 'q:x' is none of the namespaces",
    },
    {
      name: 'takes no child that is no name',
      given,
      args: { path: 'DIR/f', xpath: '/a', add_children: ['x y'] },
      fails: "'x y' cannot be the name of an element",
    },
    { name: 'wants a text for a value', given, args: { path: 'DIR/f', xpath: '/a', value: ['x'] }, fails: 'no text' },
    {
      name: 'wants the file',
      args: { path: 'DIR/f', xpath: '/a' },
      fails: "The target XML source 'DIR/f'".slice(0, 22),
    },
    { name: 'wants something to do', given, args: { path: 'DIR/f' }, fails: 'there is nothing to do' },
    {
      name: 'wants one thing at once',
      given,
      args: { path: 'DIR/f', xpath: '/a', count: true, value: 'x' },
      fails: 'exclude each other',
    },
  ]);

  const WISHES: readonly (readonly [string, ReturnType<typeof wishOf>])[] = [
    ['/a/b', { kind: 'element', parent: '/a', name: 'b', conditions: [] }],
    ['/a/p:b', { kind: 'element', parent: '/a', name: 'p:b', conditions: [] }],
    [
      `/a[x='/']/b[c/d='and'][@e="]" and text()='f and g']`,
      {
        kind: 'element',
        parent: "/a[x='/']",
        name: 'b',
        conditions: ["c/d='and'", '@e="]"', "text()='f and g'"],
      },
    ],
    ['/a/@b', { kind: 'attribute', parent: '/a', name: 'b', value: '' }],
    ["/a/@b='c=d'", { kind: 'attribute', parent: '/a', name: 'b', value: 'c=d' }],
    [`./text() = "it's"`, { kind: 'text', parent: '.', value: "it's" }],
    ['b', { kind: 'element', parent: '', name: 'b', conditions: [] }],
    ['/a/*', undefined],
    ['/a/text()', undefined],
    ['/a/b[1', undefined],
    ['./4', undefined],
    ['count(/a)', undefined],
    ["/a/b='c'", undefined],
  ];
  for (const [expression, wish] of WISHES) {
    it(`takes ${expression} apart`, () => expect(wishOf(expression)).to.deep.equal(wish));
  }
});

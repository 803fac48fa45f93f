import uri from '../../../modules/uri.ts';
import type { Plain } from '../../../src/model/value.ts';
import { startEchoServer } from '../../support/echo-server.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const { base } = await startEchoServer();

type Args = Readonly<Record<string, Plain>>;

const REDIRECTED: readonly (readonly [number, string])[] = [
  [301, 'POST'],
  [301, 'PUT'],
  [302, 'GET'],
  [302, 'PUT'],
  [303, 'POST'],
  [307, 'POST'],
  [308, 'DELETE'],
];

// Every one of them is changed: false, so that only what was sent and what was answered is compared.
const ASKED: readonly (readonly [string, Args])[] = [
  ['/echo', {}],
  ['/echo', { return_content: true }],
  ['/echo', { method: 'HEAD' }],
  ['/echo', { method: 'post', body: { a: 1, b: ['é', true, null, 1.5] }, body_format: 'json', status_code: '200,201' }],
  ['/echo', { method: 'POST', body: '{"a":  1}', body_format: 'json', headers: { 'content-type': 'application/x' } }],
  ['/echo', { method: 'PUT', body_format: 'json' }],
  ['/echo', { method: 'GET', body: { x: 1 }, body_format: 'json' }],
  [
    '/echo',
    { method: 'POST', body: { a: 'x y~*', b: [1, 2], c: 'é', n: null, t: true }, body_format: 'form-urlencoded' },
  ],
  [
    '/echo',
    {
      method: 'POST',
      body: [
        ['a', 'b'],
        ['c', [1, 2]],
      ],
      body_format: 'form-urlencoded',
    },
  ],
  ['/echo', { method: 'POST', body: 'a=b', body_format: 'form-urlencoded' }],
  ['/echo', { method: 'POST', body: ['a', 'b'], body_format: 'form-urlencoded' }],
  [
    '/echo',
    {
      method: 'POST',
      body: 'raw "text"\n\\',
      headers: { 'X-Y': 5, 'X-B': true, 'X-Q': 'a "b" \\c' },
      http_agent: 'me',
    },
  ],
  ['/echo', { method: 'POST' }],
  ['/echo', { method: 'DELETE' }],
  ['/echo', { method: 'POST', body_format: 'form-multipart', body: 'text' }],
  ['/echo', { method: 'POST', body: { a: 1 } }],
  ['/echo', { method: 'G T' }],
  ['/echo?a=[1-2]&b={c,d}', {}],
  ['/echo#part', {}],
  ['/cookie', { return_content: true }],
  ['/basic', { user: 'u', password: 'p "w' }],
  ['/basic', { url_username: 'u', url_password: 'p "w', force_basic_auth: true, method: 'POST', body: 'x' }],
  ['/basic', { user: 'u', password: 'wrong' }],
  ['/badjson', {}],
  ['/plusjson', {}],
  ['/jsonerror', { status_code: [422] }],
  ['/jsonerror', { status_code: [422], return_content: true }],
  ['/latin1', { return_content: true }],
  ['/empty', {}],
  ['/empty', { status_code: 204, return_content: true }],
  ['/status/404', {}],
  ['/status/404', { status_code: [200, 404] }],
  ['/status/304', { status_code: 304 }],
  ['/redirect/302', { method: 'POST', body: 'x' }],
  ['/redirect/302', { method: 'POST', body: 'x', status_code: 302 }],
  ['/redirect/302', { follow_redirects: 'none', status_code: 302 }],
  ['/redirect/307', { follow_redirects: 'urllib2', method: 'POST', body: 'x', status_code: 307 }],
  ['/redirect/302', { unredirected_headers: ['x-a'], headers: { 'X-A': 'a', 'X-B': 'b' } }],
  ...REDIRECTED.map(([code, method]): readonly [string, Args] => [
    `/redirect/${code}`,
    { method, follow_redirects: 'all', headers: { 'X-K': 'v' }, ...(method !== 'GET' && { body: 'zz' }) },
  ]),
];

const cases: readonly ParityCase[] = [
  ...ASKED.map(([path, args]) => ({
    name: `${path} ${JSON.stringify(args)}`,
    args: { url: `${base}${path}`, ...args },
    once: true as const,
  })),
  { once: true, args: { url: 'http://127.0.0.1:1/' } },
  { once: true, args: { url: 'http://127.0.0.1:1/', creates: '/etc' } },
  { once: true, args: { url: 'http://127.0.0.1:1/', removes: '/nosuch' } },
  { once: true, args: { url: 'ftp//x' } },
  { once: true, args: { url: `${base}/echo`, method: 'POST', src: '/nosuch', remote_src: true } },
  {
    given: 'printf "a\\0b" >f',
    once: true,
    args: { url: `${base}/echo`, method: 'POST', src: 'DIR/f', remote_src: true },
  },
  { given: 'printf ab >f', once: true, args: { url: `${base}/echo`, method: 'POST', src: 'DIR/f' } },
  // Ansible calls it a change whenever it downloads.
  { args: { url: `${base}/file.txt`, dest: 'DIR/f', mode: '0600' }, except: ['changed'] },
  { given: 'mkdir d; echo x >d/file.txt', args: { url: `${base}/file.txt`, dest: 'DIR/d' }, except: ['changed'] },
  { once: true, args: { url: `${base}/file.txt`, dest: 'DIR/no/f' } },
  { once: true, args: { url: `${base}/status/404`, dest: 'DIR/f' } },
];

parityWithAnsible('uri', uri, cases);

// A web server on a thread of its own, so that it answers while a test waits for a program: tells what it was asked, redirects, refuses.

import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';

const BASIC = `Basic ${Buffer.from('u:p "w').toString('base64')}`;

const pages = {
  '/cookie': [
    200,
    {
      'set-cookie': ['a=1; Path=/', 'b="x y"; HttpOnly', 'c=2; Max-Age=0'],
      'content-type': 'text/html; charset=utf-8',
      'x-dup': ['p', 'q'],
    },
    '<p>é</p>',
  ],
  '/badjson': [200, { 'content-type': 'application/json' }, '{nope'],
  '/plusjson': [200, { 'content-type': 'application/vnd.x+json' }, '{"a":[1,2.5,null]}'],
  '/jsonerror': [422, { 'content-type': 'application/json' }, '{"error":"x"}'],
  '/latin1': [200, { 'content-type': 'text/plain; charset=iso-8859-1' }, Buffer.from([0xe9])],
  '/file.txt': [200, { 'last-modified': 'Wed, 21 Oct 2015 07:28:00 GMT', 'content-length': 5 }, 'file\n'],
  '/empty': [204, {}, ''],
};

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => answer(request, response, Buffer.concat(chunks).toString('latin1')));
});

function answer(request, response, body) {
  const { pathname, searchParams } = new URL(request.url, 'http://here');
  response.sendDate = false;
  const [, kind, code] = /^\/(redirect|status)\/(\d+)/.exec(pathname) ?? [];
  const page = pages[pathname];
  if (page) return response.writeHead(page[0], page[1]).end(page[2]);
  if (pathname === '/slow') return undefined;
  if (kind === 'redirect')
    return response
      .writeHead(Number(code), {
        location: searchParams.has('to') ? `${searchParams.get('to')}/echo` : `/echo?from=${code}`,
      })
      .end('moved');
  if (kind === 'status')
    return response.writeHead(Number(code), { 'content-type': 'text/plain', 'x-a': '1' }).end(`status ${code}`);
  if (pathname === '/basic' && request.headers.authorization !== BASIC)
    return response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end('no');
  const { host: _host, connection: _connection, ...headers } = request.headers;
  const sorted = Object.fromEntries(Object.entries(headers).sort());
  const said = JSON.stringify({ method: request.method, url: request.url, headers: sorted, body });
  return response.writeHead(200, { 'content-type': 'application/json' }).end(said);
}

server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));

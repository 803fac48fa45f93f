// A registry of images that keeps them in memory, for a user bob with the password secret: `node registry.mjs PORT`.

import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

const AUTHORIZATION = `Basic ${Buffer.from('bob:secret').toString('base64')}`;
const blobs = new Map();
const manifests = new Map();
const uploads = new Map();

const digestOf = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const reply = (status, headers = {}, body = Buffer.alloc(0)) => ({ status, headers, body });
const NONE = reply(404, {}, Buffer.from('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}'));

function upload({ method, name, rest, bytes }) {
  if (method === 'POST') {
    const id = randomUUID();
    uploads.set(id, Buffer.alloc(0));
    return reply(202, { Location: `/v2/${name}/blobs/uploads/${id}`, 'Docker-Upload-UUID': id, Range: '0-0' });
  }
  const whole = Buffer.concat([uploads.get(rest) ?? Buffer.alloc(0), bytes]);
  uploads.set(rest, whole);
  if (method === 'PATCH')
    return reply(202, { Location: `/v2/${name}/blobs/uploads/${rest}`, Range: `0-${whole.length - 1}` });
  blobs.set(`${name} ${digestOf(whole)}`, whole);
  return reply(201, { 'Docker-Content-Digest': digestOf(whole) });
}

function blob({ name, rest }) {
  const bytes = blobs.get(`${name} ${rest}`);
  return bytes ? reply(200, { 'Docker-Content-Digest': rest }, bytes) : NONE;
}

function manifest({ method, name, rest, bytes, type }) {
  if (method === 'PUT') {
    const digest = digestOf(bytes);
    for (const tag of [rest, digest]) manifests.set(`${name} ${tag}`, { bytes, type, digest });
    return reply(201, { 'Docker-Content-Digest': digest });
  }
  const found = manifests.get(`${name} ${rest}`);
  if (!found) return NONE;
  return reply(200, { 'Content-Type': found.type, 'Docker-Content-Digest': found.digest }, found.bytes);
}

const ROUTES = [
  [/^\/v2\/(.+)\/blobs\/uploads\/(.*)$/, upload],
  [/^\/v2\/(.+)\/blobs\/(.+)$/, blob],
  [/^\/v2\/(.+)\/manifests\/(.+)$/, manifest],
  [/^\/v2\/()()$/, () => reply(200, {}, Buffer.from('{}'))],
];

function answer({ method, url, headers }, bytes) {
  if (headers.authorization !== AUTHORIZATION) return reply(401, { 'WWW-Authenticate': 'Basic realm="test"' });
  const path = url.replace(/\?.*$/, '');
  for (const [pattern, route] of ROUTES) {
    const match = pattern.exec(path);
    if (match) return route({ method, name: match[1], rest: match[2], bytes, type: headers['content-type'] });
  }
  return NONE;
}

createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const { status, headers, body } = answer(request, Buffer.concat(parts));
  response.writeHead(status, { 'Content-Length': body.length, ...headers });
  response.end(request.method === 'HEAD' ? undefined : body);
}).listen(Number(process.argv[2]), '127.0.0.1');

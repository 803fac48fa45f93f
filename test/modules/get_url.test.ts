import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { expect } from 'chai';
import getUrl from '../../modules/get_url.ts';
import { toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import { checksumOf } from '../../src/module/files/download/checksum.ts';
import { nameByHeaders, nameByUrl } from '../../src/module/files/download/request.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';
import { inEveryShell } from '../support/shells.ts';

const TEXT = 'hello\n';
const SHA256 = createHash('sha256').update(TEXT).digest('hex');
const BASIC = `Basic ${Buffer.from('u:p "w').toString('base64')}`;

const server = createServer((request, response) => {
  const answers: Readonly<Record<string, string>> = {
    '/a.txt': TEXT,
    '/SUMS': `0000  other\n${SHA256}  ./a.txt\n`,
    '/hdr': `${request.headers['x-test']}|${request.headers['user-agent']}`,
  };
  const path = request.url ?? '';
  if (path === '/moved') response.writeHead(302, { location: '/a.txt' }).end();
  else if (path === '/named')
    response.writeHead(200, { 'content-disposition': 'attachment; filename="../named.bin"' }).end('x');
  else if (path === '/auth') response.writeHead(request.headers.authorization === BASIC ? 200 : 401).end('secret');
  else if (path === '/cut')
    response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy());
  else response.writeHead(answers[path] === undefined ? 404 : 200).end(answers[path]);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
server.unref();
const address = server.address();
const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

describe('get_url', () => {
  after(() => server.close());

  obeysTheLaws(getUrl, [
    {
      name: 'downloads',
      args: { url: `${base}/a.txt`, dest: 'DIR/f', mode: '0600' },
      files: { f: TEXT },
      result: { mode: '0600', size: 6, msg: 'OK (6 bytes)', status_code: 200 },
    },
    { name: 'goes where it is sent', args: { url: `${base}/moved`, dest: 'DIR/f' }, files: { f: TEXT } },
    {
      name: 'leaves a file that is there',
      given: 'echo x >f',
      args: { url: `${base}/a.txt`, dest: 'DIR/f' },
      changed: false,
      files: { f: 'x\n' },
    },
    {
      name: 'replaces a file that differs when forced',
      given: 'echo x >f; chmod 640 f',
      args: { url: `${base}/a.txt`, dest: 'DIR/f', force: true },
      files: { f: TEXT },
      result: { mode: '0640' },
    },
    {
      name: 'leaves a file that does not differ',
      given: 'echo hello >f',
      args: { url: `${base}/a.txt`, dest: 'DIR/f', force: true },
      changed: false,
    },
    {
      name: 'sets the mode of a file that is there',
      given: 'echo hello >f',
      args: { url: `${base}/a.txt`, dest: 'DIR/f', mode: '0600' },
      result: { mode: '0600' },
    },
    {
      name: 'goes by the checksum',
      given: 'echo x >f',
      args: { url: `${base}/a.txt`, dest: 'DIR/f', checksum: `sha256:${SHA256}` },
      files: { f: TEXT },
    },
    {
      name: 'goes by a list of checksums',
      args: { url: `${base}/a.txt`, dest: 'DIR/f', checksum: `sha256:${base}/SUMS` },
      files: { f: TEXT },
    },
    {
      name: 'asks nobody when the checksum is right',
      given: 'echo hello >f',
      args: { url: 'http://127.0.0.1:1/a.txt', dest: 'DIR/f', checksum: `sha256:${SHA256}` },
      changed: false,
    },
    {
      name: 'puts nothing in place that has another checksum',
      given: 'echo x >f',
      args: { url: `${base}/a.txt`, dest: 'DIR/f', checksum: 'sha256:abc' },
      fails: `did not match abc; it was ${SHA256}`,
      failsWhenApplied: true,
    },
    {
      name: 'names a checksum that is none',
      args: { url: `${base}/a.txt`, dest: 'DIR/f', checksum: 'abc' },
      fails: 'has to be in format <algorithm>:<checksum>',
    },
    {
      name: 'puts it into a directory by the name in the address',
      given: 'mkdir d',
      args: { url: `${base}/a.txt`, dest: 'DIR/d' },
      files: { 'd/a.txt': TEXT },
      result: { dest: 'DIR/d/a.txt' },
    },
    {
      name: 'puts it into a directory by the name the server gives, and not outside',
      given: 'mkdir d',
      args: { url: `${base}/named`, dest: 'DIR/d' },
      files: { 'd/named.bin': 'x', 'named.bin': null },
    },
    {
      name: 'wants the directory',
      args: { url: `${base}/a.txt`, dest: 'DIR/no/f' },
      fails: /^Destination .*no does not exist$/,
    },
    {
      name: 'tells what the server answered',
      args: { url: `${base}/nosuch`, dest: 'DIR/f' },
      fails: '404',
      failsWhenApplied: true,
    },
    {
      name: 'puts no half of it in place',
      given: 'echo x >f',
      args: { url: `${base}/cut`, dest: 'DIR/f', force: true },
      fails: 'Request failed',
    },
    {
      name: 'puts no half of a new file in place',
      args: { url: `${base}/cut`, dest: 'DIR/f' },
      fails: 'cannot get',
      failsWhenApplied: true,
    },
    {
      name: 'wants name and password where the server does',
      args: { url: `${base}/auth`, dest: 'DIR/f' },
      fails: '401',
      failsWhenApplied: true,
    },
    {
      name: 'has name and password',
      args: { url: `${base}/auth`, dest: 'DIR/f', username: 'u', password: 'p "w' },
      files: { f: 'secret' },
    },
    {
      name: 'sends headers',
      args: { url: `${base}/hdr`, dest: 'DIR/f', headers: { 'X-Test': 'a "b" \\c' }, http_agent: 'me' },
      files: { f: 'a "b" \\c|me' },
    },
    {
      name: 'replaces a link',
      given: 'echo x >t; ln -s t f',
      args: { url: `${base}/a.txt`, dest: 'DIR/f', force: true },
      files: { t: 'x\n', f: TEXT },
    },
    {
      name: 'wants an address',
      args: { url: 'ftp//x', dest: 'DIR/f' },
      fails: 'which is no http, https, ftp or file address',
    },
  ]);

  const dir = scratch();

  async function run(
    args: Readonly<Record<string, string>>,
    lane: Parameters<typeof executeModule>[2]['lane'] = shellExchange(),
  ) {
    const values = new Map(Object.entries(args).map(([name, value]) => [name, toValue(value)]));
    const environment = {
      lane,
      diff: true,
      files: controllerFiles('/'),
      expandPath: (path: string) => path,
      sleep: async () => undefined,
    };
    return executeModule(getUrl, values, environment);
  }

  it('never shows a password: neither in results nor in what is run', async () => {
    const scripts: string[] = [];
    const lane = shellExchange();
    const { result, changes } = await run(
      { url: `${base.replace('//', '//u:hidden@')}/auth`, dest: dir.path('f') },
      {
        run: (batch, options) => {
          scripts.push(...batch.flatMap(({ script, args = [] }) => [script, ...args]));
          return lane.run(batch, options);
        },
      },
    );
    expect(result.failed).to.equal(true);
    expect(JSON.stringify([result, scripts, changes.map((change) => 'from' in change && change.from)])).to.not.include(
      'hidden',
    );
  });

  inEveryShell((lane, shell) => {
    it('downloads', async () => {
      const { result } = await run({ url: `${base}/a.txt`, dest: dir.path('f'), checksum: `sha256:${SHA256}` }, lane);
      expect([result.failed, result.size], `${shell}: ${String(result.msg)}`).to.deep.equal([undefined, 6]);
    });
  });

  it('says what is missing', async () => {
    for (const name of ['stat', 'id', 'head']) {
      dir.write(`bin/${name}`, `#!/bin/sh\nPATH=/usr/bin:/bin exec ${name} "$@"\n`, 0o755);
    }
    const lane = shellExchange(['env', `PATH=${dir.path('bin')}`, '/bin/sh']);
    const { result } = await run({ url: `${base}/a.txt`, dest: dir.path('f') }, lane);
    expect([result.failed, String(result.msg)]).to.deep.equal([
      true,
      'the host has neither curl nor wget; install curl on it',
    ]);
  });

  const NAMES: readonly (readonly [string, string])[] = [
    ['http://x/a/b.tar.gz?c=d#e', 'b.tar.gz'],
    ['http://x/', 'index.html'],
    ['http://x', 'index.html'],
    ['http://x/a%20b', 'a%20b'],
    ['http://x/..%2Fpasswd', '..%2Fpasswd'],
  ];
  for (const [url, name] of NAMES) it(`calls ${url} ${name}`, () => expect(nameByUrl(url)).to.equal(name));

  it('reads names and checksums as servers write them', () => {
    expect(nameByHeaders('Content-Disposition: inline; filename=a.b; size=3\r\n')).to.equal('a.b');
    expect(nameByHeaders("content-disposition: attachment; filename*=UTF-8''a%20b\r\n")).to.equal('a b');
    expect(nameByHeaders('Content-Disposition: attachment; filename=".."\r\n')).to.equal(undefined);
    expect(checksumOf('SHA256 (f) = AB\nSHA256 (g) = CD\n', 'g')).to.equal('cd');
    expect(checksumOf('ab *f\n', 'f')).to.equal('ab');
    expect(checksumOf('ab\n', 'f')).to.equal('ab');
    expect(checksumOf('ab  other\n', 'f')).to.equal(undefined);
  });
});

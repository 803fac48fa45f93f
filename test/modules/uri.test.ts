import { expect } from 'chai';
import uri from '../../modules/uri.ts';
import { type Plain, toValue } from '../../src/model/value.ts';
import { type Execution, executeModule } from '../../src/module/execute.ts';
import type { Exchange } from '../../src/plan/exchange.ts';
import { World } from '../../src/plan/world.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { startEchoServer } from '../support/echo-server.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';
import { inEveryShell } from '../support/shells.ts';

const server = await startEchoServer();
const { base } = server;

describe('uri', () => {
  after(() => server.stop());
  const dir = scratch();

  async function run(
    args: Readonly<Record<string, Plain>>,
    { lane = shellExchange(), world }: { readonly lane?: Exchange; readonly world?: World } = {},
  ): Promise<Execution> {
    return executeModule(uri, new Map(Object.entries(args).map(([name, value]) => [name, toValue(value)])), {
      lane,
      ...(world && { world }),
      diff: true,
      files: controllerFiles(dir.path('.')),
      expandPath: (path: string) => path,
      sleep: async () => undefined,
    });
  }

  describe('with dest', () =>
    obeysTheLaws(uri, [
      {
        name: 'writes the answer',
        args: { url: `${base}/file.txt`, dest: 'DIR/f', mode: '0640' },
        files: { f: 'file\n' },
        result: { status: 200, path: 'DIR/f', mode: '0640', size: 5 },
      },
      {
        name: 'writes it into a directory, by the name in the address',
        given: 'mkdir d; echo old >d/file.txt',
        args: { url: `${base}/file.txt`, dest: 'DIR/d' },
        files: { 'd/file.txt': 'file\n' },
      },
      {
        name: 'leaves the same bytes alone',
        given: 'echo file >f',
        args: { url: `${base}/file.txt`, dest: 'DIR/f' },
        changed: false,
      },
      {
        name: 'writes nothing of an answer that is wrong',
        given: 'echo old >f',
        args: { url: `${base}/status/500`, dest: 'DIR/f' },
        fails: 'Status code was 500 and not [200]: HTTP Error 500',
      },
      {
        name: 'asks nothing where there is nothing to do',
        given: 'touch there',
        args: { url: 'http://127.0.0.1:1/', creates: 'DIR/there' },
        changed: false,
        result: { stdout: "skipped, since 'DIR/there' exists" },
      },
      {
        name: 'tells why it got no answer',
        args: { url: 'http://127.0.0.1:1/' },
        fails: /^Status code was -1 and not \[200\]: Request failed: .*connect/,
      },
      { name: 'wants a method', args: { url: base, method: 'G T' }, fails: "'method' is 'G T'" },
      { name: 'wants an address', args: { url: 'example.org' }, fails: "unknown url type: 'example.org'" },
      {
        name: 'wants to know how a mapping is written',
        args: { url: base, body: { a: 1 } },
        fails: 'body_format: json',
      },
    ]));

  it('asks in check mode, and tells nobody anything', async () => {
    const asked = await run({ url: `${base}/echo` }, { world: new World() });
    expect([asked.result.status, asked.result.changed]).to.deep.equal([200, false]);
    const told = await run({ url: `${base}/echo`, method: 'DELETE' }, { world: new World() });
    expect([told.result.skipped, told.result.msg]).to.deep.equal([
      true,
      `DELETE ${base}/echo: what it would do cannot be told beforehand`,
    ]);
  });

  it('sends the fields and files of a form', async () => {
    dir.write('files/page.html', '<b>\0');
    const { result } = await run({
      url: `${base}/echo`,
      method: 'POST',
      body_format: 'form-multipart',
      body: { a: 'é', 'b"': { content: '{}', mime_type: 'application/json' }, c: { filename: 'page.html' } },
    });
    const sent = toText(result.json);
    const boundary = /boundary=\\"(.+?)\\"/.exec(sent.headers)?.[1] ?? '?';
    expect(sent.body.replaceAll(boundary, 'B').split('\r\n')).to.deep.equal([
      '--B',
      'Content-Type: text/plain',
      'Content-Disposition: form-data; name="a"',
      '',
      Buffer.from('é').toString('latin1'),
      '--B',
      'Content-Type: application/json',
      'Content-Disposition: form-data; name="b%22"',
      '',
      '{}',
      '--B',
      'Content-Type: text/html',
      'Content-Disposition: form-data; name="c"; filename="page.html"',
      '',
      '<b>\0',
      '--B--',
      '',
    ]);
  });

  function toText(json: unknown): { readonly headers: string; readonly body: string } {
    if (typeof json !== 'object' || json === null || !('headers' in json) || !('body' in json))
      throw new Error('no echo');
    return { headers: JSON.stringify(json.headers), body: String(json.body) };
  }

  it('sends large bodies', async () => {
    const { result } = await run({ url: `${base}/echo`, method: 'POST', body: 'x'.repeat(300_000) });
    expect(toText(result.json).body.length).to.equal(300_000);
  });

  it('never shows a secret: neither in arguments nor in the environment nor in results', async () => {
    const lane = shellExchange();
    const shown: string[] = [];
    const watched: Exchange = {
      run: (batch, options) => {
        shown.push(...batch.map(({ script, args, env }) => JSON.stringify([script, args, env])));
        return lane.run(batch, options);
      },
    };
    const { result, changes } = await run(
      {
        url: `${base.replace('//', '//u:hidden@')}/basic`,
        method: 'PUT',
        body: 'hidden',
        headers: { 'X-Token': 'hidden' },
        url_password: 'hidden',
        url_username: 'u',
      },
      { lane: watched },
    );
    expect([result.failed, result.status]).to.deep.equal([true, 401]);
    const titles = changes.map((change) => (change.kind === 'run' ? change.title : ''));
    expect(JSON.stringify([result, shown, titles])).to.not.include('hidden');
  });

  it('waits no longer than it is told', async () => {
    const { result } = await run({ url: `${base}/slow`, timeout: 1 });
    expect(result.msg).to.equal('Status code was -1 and not [200]: Connection failure: timed out');
  });

  it('sends no password to another host', async () => {
    const other = await startEchoServer();
    const { result } = await run({
      url: `${base}/redirect/307?to=${other.base}`,
      method: 'POST',
      body: 'x',
      follow_redirects: 'all',
      headers: { Authorization: 'hidden', Cookie: 'hidden', 'X-A': 'a' },
    });
    await other.stop();
    expect([result.url, toText(result.json).body]).to.deep.equal([`${other.base}/echo`, 'x']);
    expect(toText(result.json).headers).to.include('"x-a":"a"').and.to.not.include('hidden');
  });

  inEveryShell((lane, shell) => {
    it('asks', async () => {
      const { result } = await run({ url: `${base}/redirect/302` }, { lane });
      expect([result.status, result.url], `${shell}: ${String(result.msg)}`).to.deep.equal([
        200,
        `${base}/echo?from=302`,
      ]);
    });
  });

  for (const shell of ['dash', 'bash', 'busybox sh']) {
    it(`tells, in ${shell}`, async () => {
      const args = {
        url: `${base}/echo`,
        method: 'POST',
        body: 'a\n.\nb "c" \\d\n',
        headers: { 'X-A': 'a "b" \\c\td' },
      };
      const { result } = await run(args, { lane: shellExchange(shell.split(' ')) });
      const sent = toText(result.json);
      expect(sent.body).to.equal(args.body);
      expect(sent.headers).to.include(JSON.stringify(args.headers['X-A']));
    });
  }

  describe('without curl', () => {
    function laneWith(...programs: readonly string[]): Exchange {
      for (const name of ['stat', 'id', 'head', ...programs])
        dir.write(`bin/${name}`, `#!/bin/sh\nPATH=/usr/bin:/bin exec ${name} "$@"\n`, 0o755);
      dir.write('bin/busybox-wget', '#!/bin/sh\nPATH=/usr/bin:/bin exec busybox wget "$@"\n', 0o755);
      return shellExchange(['env', `PATH=${dir.path('bin')}`, '/bin/sh']);
    }

    it('says what is missing', async () => {
      const lane = laneWith();
      expect((await run({ url: `${base}/echo` }, { lane })).result.msg).to.equal(
        'the host has neither curl nor wget; install curl on it',
      );
      expect((await run({ url: `${base}/echo`, method: 'POST' }, { lane })).result.msg).to.equal(
        'the host has no curl; install it',
      );
    });

    for (const wget of ['exec wget', 'exec busybox wget']) {
      it(`asks by ${wget.slice(5)}`, async () => {
        const lane = laneWith();
        dir.write('bin/wget', `#!/bin/sh\nPATH=/usr/bin:/bin ${wget} "$@"\n`, 0o755);
        const followed = await run({ url: `${base}/redirect/302`, return_content: true }, { lane });
        const { status, redirected, url, content_type } = followed.result;
        expect({ status, redirected, url, content_type }, String(followed.result.msg)).to.deep.equal({
          status: 200,
          redirected: true,
          url: `${base}/echo?from=302`,
          content_type: 'application/json',
        });
        const failed = await run({ url: `${base}/status/404` }, { lane });
        expect(failed.result.msg).to.equal('Status code was 404 and not [200]: HTTP Error 404: Not Found');
        const beyond = await run({ url: `${base}/echo`, headers: { a: 'b' } }, { lane });
        expect(beyond.result.msg).to.include('headers cannot be had by wget; install curl');
      });
    }
  });
});

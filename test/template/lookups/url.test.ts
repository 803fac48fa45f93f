import { createServer, type Server } from 'node:http';
import { expect } from 'chai';
import { engineWith } from '../engine.ts';
import { outcomeOf } from '../recorded-cases.ts';

describe('the url lookup', () => {
  let server: Server;
  let base = '';
  let requests = 0;

  before((done) => {
    server = createServer((request, response) => {
      requests += 1;
      const { url = '', headers } = request;
      if (url === '/lines') response.end('one\ntwo\n');
      else if (url === '/moved') response.writeHead(302, { location: '/lines' }).end();
      else if (url === '/round') response.writeHead(302, { location: '/round' }).end();
      else if (url === '/count') response.end(String(requests));
      else if (url === '/headers')
        response.end(
          JSON.stringify({ agent: headers['user-agent'], own: headers['x-own'], auth: headers.authorization }),
        );
      else if (url === '/slow') return;
      else response.writeHead(404).end('nothing here');
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      base = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
      done();
    });
  });
  after((done) => {
    server.closeAllConnections();
    server.close(done);
  });

  function evaluated(expression: string, environment: Record<string, string> = {}) {
    return outcomeOf(engineWith({ environment }), { base }, expression);
  }

  for (const { given, gives } of [
    { given: `lookup('url', base ~ '/lines')`, gives: { value: 'one,two' } },
    { given: `query('url', base ~ '/lines')`, gives: { value: ['one', 'two'] } },
    { given: `lookup('url', base ~ '/lines', split_lines=false)`, gives: { value: 'one\ntwo\n' } },
    { given: `lookup('url', base ~ '/moved')`, gives: { value: 'one,two' } },
    {
      given: `lookup('url', base ~ '/headers', headers={'x-own': 'yes'}, username='u', password='p')`,
      gives: { value: '{"agent":"ansible-httpget","own":"yes","auth":"Basic dTpw"}' },
    },
    { given: `lookup('url', base ~ '/none', errors='ignore', wantlist=true)`, gives: { value: [] } },
  ]) {
    it(given, async () => expect(await evaluated(given)).to.deep.equal(gives));
  }

  for (const { given, message } of [
    { given: `lookup('url', base ~ '/none')`, message: 'HTTP Error 404' },
    { given: `lookup('url', base ~ '/round')`, message: 'more than 10 redirects' },
    {
      given: `lookup('url', base ~ '/moved', follow_redirects='none') | length == 0 and undefined_one`,
      message: 'undefined_one',
    },
    { given: `lookup('url', base ~ '/slow', timeout=0.05)`, message: 'no answer within 0.05 seconds' },
    { given: `lookup('url', 'ftp://127.0.0.1/x')`, message: 'is not http or https' },
  ]) {
    it(`${given} fails`, async () => {
      expect(await evaluated(given))
        .to.have.property('error')
        .that.includes(message);
    });
  }

  it('asks again where it is asked twice', async () => {
    const outcome = await evaluated(
      `[lookup('url', base ~ '/count'), lookup('url', base ~ '/count')] | unique | length`,
    );
    expect(outcome).to.deep.equal({ value: 2 });
  });

  it('goes through the proxy that the environment names', async () => {
    const proxied = await evaluated(`lookup('url', 'http://elsewhere.invalid/lines')`, { http_proxy: base });
    expect(proxied).to.have.property('error').that.includes('404');
    const exempt = await evaluated(`lookup('url', base ~ '/lines')`, {
      http_proxy: 'http://127.0.0.1:1',
      no_proxy: '127.0.0.1',
    });
    expect(exempt).to.deep.equal({ value: 'one,two' });
  });
});

// Fetches a URL over HTTP(S) on the controller, through a proxy where the environment names one.

import { readFileSync } from 'node:fs';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';

export interface FetchOptions {
  readonly headers: ReadonlyMap<string, string>;
  /** Names of headers that are not sent again after a redirect. */
  readonly unredirected: readonly string[];
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly timeoutSeconds: number;
  readonly validateCertificates: boolean;
  readonly caPath: string | undefined;
  readonly socketPath: string | undefined;
  readonly ciphers: string | undefined;
  readonly followRedirects: boolean;
  readonly useProxy: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const mostRedirects = 10;

// They take a while to load, and few runs fetch anything.
async function loadNetworking() {
  const [http, https, tls] = await Promise.all([import('node:http'), import('node:https'), import('node:tls')]);
  return { httpRequest: http.request, httpsRequest: https.request, tlsConnect: tls.connect };
}

type Networking = Awaited<ReturnType<typeof loadNetworking>>;

/** The body of the answer; rejects with an `Error` whose message says what went wrong. */
export async function httpGet(url: string, options: FetchOptions): Promise<Buffer> {
  const net = await loadNetworking();
  let target = new URL(url);
  let headers = options.headers;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const answer = await send(net, target, headers, options);
    const status = answer.statusCode ?? 0;
    const location = answer.headers.location;
    if ([301, 302, 303, 307, 308].includes(status) && location !== undefined && options.followRedirects) {
      answer.resume();
      const next = new URL(location, target);
      // What identifies us is for the host it was given for.
      const dropped = new Set(options.unredirected.map((name) => name.toLowerCase()));
      if (next.host !== target.host) dropped.add('authorization');
      headers = new Map([...headers].filter(([name]) => !dropped.has(name.toLowerCase())));
      target = next;
      continue;
    }
    const body = await read(answer);
    if (status >= 400) throw new Error(`HTTP Error ${status}: ${answer.statusMessage ?? ''}`);
    return body;
  }
  throw new Error(`more than ${mostRedirects} redirects`);
}

async function read(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) if (chunk instanceof Buffer) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function send(
  net: Networking,
  target: URL,
  headers: ReadonlyMap<string, string>,
  options: FetchOptions,
): Promise<IncomingMessage> {
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    return Promise.reject(new Error(`'${target.protocol}//' is not http or https`));
  const proxy =
    options.useProxy && options.socketPath === undefined ? proxyFor(target, options.environment) : undefined;
  if (!proxy) return answerOf(start(net, target, headers, options, {}), options.timeoutSeconds);
  if (target.protocol === 'http:') {
    const through = { hostname: proxy.hostname, port: proxy.port || 80, path: target.href };
    return answerOf(start(net, target, headers, options, through), options.timeoutSeconds);
  }
  return tunnelled(net, target, proxy, headers, options);
}

function start(
  net: Networking,
  target: URL,
  headers: ReadonlyMap<string, string>,
  options: FetchOptions,
  through: RequestOptions,
): ClientRequest {
  const common: RequestOptions = {
    method: 'GET',
    headers: { host: target.host, ...Object.fromEntries(headers) },
    ...authorization(target, options),
    ...(options.socketPath !== undefined && { socketPath: options.socketPath }),
    ...through,
  };
  if (target.protocol === 'http:') return net.httpRequest(target, common);
  return net.httpsRequest(target, { ...common, ...tlsOptions(options) });
}

function tlsOptions({ validateCertificates, caPath, ciphers }: FetchOptions) {
  return {
    rejectUnauthorized: validateCertificates,
    ...(caPath !== undefined && { ca: readFileSync(caPath) }),
    ...(ciphers !== undefined && { ciphers }),
  };
}

function authorization(target: URL, { username, password }: FetchOptions): RequestOptions {
  if (username !== undefined) return { auth: `${username}:${password ?? ''}` };
  if (target.username === '') return {};
  return { auth: `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}` };
}

function answerOf(request: ClientRequest, seconds: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.setTimeout(seconds * 1000, () => request.destroy(new Error(`no answer within ${seconds} seconds`)));
    request.once('response', resolve);
    request.once('error', reject);
    request.end();
  });
}

// HTTPS goes through a proxy as a tunnel, so that the proxy sees nothing of it.
function tunnelled(
  net: Networking,
  target: URL,
  proxy: URL,
  headers: ReadonlyMap<string, string>,
  options: FetchOptions,
): Promise<IncomingMessage> {
  const port = target.port || '443';
  const connect = net.httpRequest({
    host: proxy.hostname,
    port: proxy.port || 80,
    method: 'CONNECT',
    path: `${target.hostname}:${port}`,
    ...(proxy.username !== '' && {
      headers: {
        'proxy-authorization': `Basic ${Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64')}`,
      },
    }),
  });
  return new Promise((resolve, reject) => {
    connect.setTimeout(options.timeoutSeconds * 1000, () => connect.destroy(new Error('the proxy does not answer')));
    connect.once('error', reject);
    connect.once('connect', (answer, socket) => {
      if (answer.statusCode !== 200) {
        socket.destroy();
        reject(new Error(`the proxy answered ${answer.statusCode ?? 'nothing'}`));
        return;
      }
      const secure = net.tlsConnect({ socket, servername: target.hostname, ...tlsOptions(options) });
      const through = { createConnection: () => secure, agent: false };
      answerOf(start(net, target, headers, options, through), options.timeoutSeconds).then(resolve, reject);
    });
    connect.end();
  });
}

function proxyFor(target: URL, environment: Readonly<Record<string, string | undefined>>): URL | undefined {
  const name = `${target.protocol.slice(0, -1)}_proxy`;
  const proxy = environment[name] ?? environment[name.toUpperCase()];
  if (proxy === undefined || proxy === '' || isExempt(target.hostname, environment)) return undefined;
  return new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
}

function isExempt(host: string, environment: Readonly<Record<string, string | undefined>>): boolean {
  const exempt = (environment.no_proxy ?? environment.NO_PROXY ?? '').split(',').map((part) => part.trim());
  return exempt.some(
    (part) => part === '*' || (part !== '' && (host === part || host.endsWith(`.${part.replace(/^\./, '')}`))),
  );
}

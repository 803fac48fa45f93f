// Reads a URL as text, for modules that take keys and the like from the web.

import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { ModuleError } from '../../module/module.ts';

const MOST_REDIRECTS = 10;
const TIMEOUT_MS = 10_000;

/** Reads a URL; follows redirects. `validate`: whether the server's certificate must be valid. Throws `ModuleError`. */
export async function fetchText(url: string, { validate }: { readonly validate: boolean }): Promise<string> {
  let address = url;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const response = await request(address, validate);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status >= 300 && status < 400 && location !== undefined) {
      response.resume();
      address = new URL(location, address).href;
      continue;
    }
    if (status !== 200)
      throw new ModuleError(`cannot read ${url}: the server answers ${status} ${response.statusMessage ?? ''}`.trim());
    return text(response);
  }
  throw new ModuleError(`cannot read ${url}: too many redirects`);
}

async function request(address: string, validate: boolean): Promise<IncomingMessage> {
  // Few runs need it, and it takes 5 ms to load.
  const { get } = await (address.startsWith('https:') ? import('node:https') : import('node:http'));
  return new Promise((resolve, reject) => {
    const fail = (problem: Error): void => reject(new ModuleError(`cannot read ${address}: ${problem.message}`));
    try {
      const options = address.startsWith('https:')
        ? { timeout: TIMEOUT_MS, rejectUnauthorized: validate }
        : { timeout: TIMEOUT_MS };
      const asked = get(address, options, resolve);
      asked.on('error', fail);
      asked.on('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    } catch (problem) {
      fail(problem instanceof Error ? problem : new Error(String(problem)));
    }
  });
}

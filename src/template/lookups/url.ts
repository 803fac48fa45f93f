// The url lookup.

import type { Value } from '../../model/value.ts';
import { type CallContext, TemplateError } from '../callable.ts';
import { asDict, splitLines, str } from '../python/index.ts';
import { decodeText } from '../text/bytes.ts';
import { type FetchOptions, httpGet } from '../text/http-get.ts';
import { type LookupDefinition, lookup, type Options, textTerm } from './define.ts';

export const urlLookups: readonly LookupDefinition[] = [
  lookup('url', (terms, given, context) => {
    const options = fetchOptions(withVariables(given, context), context);
    return terms.flatMap((term) => {
      const url = textTerm(term, 'url');
      const text = decodeText(context.wait(`url ${url}`, () => fetched(url, options)));
      return given.flag('split_lines', true) ? splitLines(text) : [text];
    });
  }),
];

async function fetched(url: string, options: FetchOptions): Promise<Buffer> {
  try {
    return await httpGet(url, options);
  } catch (error) {
    throw new TemplateError(`Failed lookup url for ${url} : ${error instanceof Error ? error.message : String(error)}`);
  }
}

const variableOptions = [
  'ca_path',
  'ciphers',
  'follow_redirects',
  'force',
  'force_basic_auth',
  'http_agent',
  'timeout',
  'unix_socket',
  'unredirected_headers',
];

// Variables named `ansible_lookup_url_...` are its defaults.
function withVariables(options: Options, context: CallContext): Options {
  const defaults = new Map<string, Value>();
  for (const name of variableOptions) {
    const variable = name === 'http_agent' ? 'agent' : name === 'unredirected_headers' ? 'unredir_headers' : name;
    const value = context.variable(`ansible_lookup_url_${variable}`);
    if (value !== undefined && options.value(name) === undefined) defaults.set(name, value);
  }
  return options.with(defaults);
}

function fetchOptions(options: Options, { controller }: CallContext): FetchOptions {
  const headers = new Map<string, string>([['User-Agent', options.text('http_agent', 'ansible-httpget')]]);
  if (options.flag('force', false)) headers.set('cache-control', 'no-cache');
  const given = asDict(options.value('headers') ?? null);
  for (const [name, value] of given?.entries() ?? []) headers.set(str(name), str(value));
  const ciphers = options.list('ciphers', []).map(str);
  return {
    headers,
    unredirected: options.list('unredirected_headers', []).map(str),
    username: options.optionalText('username'),
    password: options.optionalText('password'),
    timeoutSeconds: Number(options.text('timeout', '10')) || 10,
    validateCertificates: options.flag('validate_certs', true),
    caPath: options.optionalText('ca_path'),
    socketPath: options.optionalText('unix_socket'),
    ciphers: ciphers.length > 0 ? ciphers.join(':') : undefined,
    followRedirects: !['no', 'none'].includes(options.text('follow_redirects', 'urllib2').toLowerCase()),
    useProxy: options.flag('use_proxy', true),
    environment: controller.environment,
  };
}

// Talks to web services.

import { defineModule, encodeBody, firstRequest, planUri, uriLooks, uriParams } from '../src/module/index.ts';

export default defineModule({
  summary: 'Ask a web service, or tell it something',
  description:
    'The host itself asks, by curl (a plain GET also by wget). What only asks (GET, HEAD, OPTIONS) is asked in check mode too; nobody can tell beforehand what anything else would do, so check mode leaves it out.',
  params: uriParams,
  returns: {
    status: 'what the server answered; -1 where it did not',
    msg: 'the same in words',
    url: 'the address that answered',
    redirected: 'whether that is another than was asked for',
    content: 'what was answered, with return_content',
    json: 'the same as data, where it is JSON',
    cookies: 'the cookies that were given, by name',
    cookies_string: 'the same as a request would send them',
    elapsed: 'seconds that it took',
    path: 'where it was written, with dest',
  },
  examples: [
    {
      name: 'Wait until an application is healthy',
      yaml: 'uri:\n  url: http://localhost:8080/health\nregister: health\nuntil: health.status == 200\nretries: 30\ndelay: 2',
    },
    {
      name: 'Make something by an API',
      yaml: 'uri:\n  url: https://api.example.org/v1/items\n  method: POST\n  body_format: json\n  body: {name: one}\n  headers:\n    Authorization: Bearer {{ token }}\n  status_code: [200, 201]',
    },
  ],
  refuse: (given, { given: written }) => {
    if (!/^(https?|ftp):\/\/./i.test(given.url))
      return `unknown url type: '${given.url}'; write http://... or https://...`;
    if (!/^[A-Z]+$/.test(given.method.toUpperCase()))
      return `'method' is '${given.method}'; it must be a single word, such as GET or POST`;
    if (written.has('body') && written.has('src')) return 'parameters are mutually exclusive: body|src';
    if (given.dest === '') return "'dest' is empty";
    return undefined;
  },
  prepare: async (given, files) => firstRequest(given, await encodeBody(given, files)),
  look: (given, request) => uriLooks(given, request),
  plan: (given, seen, request) => planUri(given, seen, request),
});

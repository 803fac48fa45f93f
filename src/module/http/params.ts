// The parameters of uri, and the request that they describe.

import { attributeParams } from '../files/attributes.ts';
import { bool, choice, dict, integer, list, type Params, type ParamsOf, path, text, value } from '../params.ts';

export const uriParams = {
  url: text('What to ask for: an http or https address.'),
  method: text('The method, in capitals.').default('GET'),
  body: value(
    'What is sent: text, or with body_format what it is made of; a mapping of fields for form-multipart, each text or with filename (of the controller), content and mime_type.',
  ).optional(),
  body_format: choice(['form-urlencoded', 'json', 'raw', 'form-multipart'], 'How body is written.').default('raw'),
  src: path('A file that is sent as the body: of the controller, or with remote_src of the host.').optional(),
  remote_src: bool('src is on the host.').default(false),
  headers: dict('Further headers of the request.').default({}),
  status_code: list(integer('A status.'), 'What the server may answer.').default([200]),
  return_content: bool('Bring what was answered over, as `content`.').default(false),
  dest: path('A file, or a directory that is there, into which what was answered is written.').optional(),
  creates: path('Where this path is there, nothing is asked.').optional(),
  removes: path('Where this path is missing, nothing is asked.').optional(),
  follow_redirects: choice(
    ['all', 'no', 'none', 'safe', 'urllib2', 'yes'],
    'Which redirections are followed: all, none, or safe ones, which are those of GET and HEAD.',
  ).default('safe'),
  unredirected_headers: list(text('A header.'), 'Headers that are not sent to where a redirection leads.').default([]),
  url_username: text('Name for HTTP authentication.').alias('user').optional(),
  url_password: text('Password for HTTP authentication.').alias('password').secret().optional(),
  force_basic_auth: bool('Send name and password at once, not only when the server asks for them.').default(false),
  use_gssapi: bool('Authenticate by Kerberos; the curl of the host must be built with it.').default(false),
  use_netrc: bool('Use names and passwords of ~/.netrc.').default(true),
  use_proxy: bool('Use the proxy of the environment.').default(true),
  validate_certs: bool("Check the server's certificate.").default(true),
  ca_path: path("Certificates of authorities to check the server's by, a file of the host.").optional(),
  client_cert: path('Certificate of the client, a file of the host.').optional(),
  client_key: path('Key of the client, a file of the host.').optional(),
  ciphers: list(text('A cipher.'), 'Ciphers to use.').default([]),
  unix_socket: path('A socket of the host to ask instead of the network.').optional(),
  timeout: integer('Seconds without an answer after which it fails.').default(30),
  http_agent: text('What the request calls itself.').default('ansible-httpget'),
  decompress: bool('Unpack what the server compresses on the way.').default(true),
  force: bool('Ask for no cached copy.').default(false),
  ...attributeParams,
} satisfies Params;

export type UriParams = ParamsOf<typeof uriParams>;

/** What is sent with a request: bytes, or a file of the host. */
export type Body = { readonly bytes: Buffer } | { readonly file: string };

/** One request. */
export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  /** Names as written. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body | undefined;
  /** Whether name and password are sent along. */
  readonly authenticate: boolean;
}

/** The value of a header, whatever its letters' case. */
export function headerOf(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

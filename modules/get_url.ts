// Downloads a file to the host.

import {
  attributeParams,
  bool,
  defineModule,
  dict,
  downloadLooks,
  integer,
  list,
  type Params,
  parseChecksum,
  path,
  planDownload,
  text,
} from '../src/module/index.ts';

const params = {
  url: text('What to download: http, https or ftp; file:///PATH is a file of the host.'),
  dest: path(
    'Where it goes: a path, or a directory that is there, in which it gets the name the server or the address gives it.',
  ),
  force: bool('Download also where the file is there, and replace it where it differs.').default(false),
  backup: bool('Keep a copy of the old file.').default(false),
  checksum: text('What the file must come to: algorithm:checksum, or algorithm:URL of a list of checksums.').default(
    '',
  ),
  headers: dict('Further headers of the request.').optional(),
  http_agent: text('What the request calls itself.').default('ansible-httpget'),
  timeout: integer('Seconds without an answer after which it fails.').default(10),
  url_username: text('Name for HTTP authentication.').alias('username').optional(),
  url_password: text('Password for HTTP authentication.').alias('password').secret().optional(),
  force_basic_auth: bool('Taken and not needed: name and password are always sent at once.').default(false),
  client_cert: path('Certificate of the client, a file of the host.').optional(),
  client_key: path('Key of the client, a file of the host.').optional(),
  ciphers: list(text('A cipher.'), 'Ciphers to use.').optional(),
  decompress: bool('Unpack what the server compresses on the way.').default(true),
  unredirected_headers: list(
    text('A header.'),
    'Taken and not needed: curl sends name and password to no other host.',
  ).default([]),
  use_proxy: bool('Use the proxy of the environment.').default(true),
  use_netrc: bool('Use names and passwords of ~/.netrc.').default(true),
  use_gssapi: bool('Kerberos, which is not supported.').default(false),
  validate_certs: bool("Check the server's certificate.").default(true),
  tmp_dest: path('Taken and not needed: the file is written beside its place and then renamed.').optional(),
  ...attributeParams,
} satisfies Params;

export default defineModule({
  summary: 'Download a file to the host',
  description:
    'The host itself downloads, by curl or wget. A file that is there is left alone, unless force is set or its checksum differs. What does not have the checksum is never put in place.',
  params,
  returns: {
    url: 'What was downloaded.',
    dest: 'Where it is.',
    msg: 'OK and the size, or that it was there.',
    status_code: '200 where it was downloaded.',
    backup_file: 'The copy of the old file, with backup.',
    mode: 'Permissions, such as 0644.',
    owner: 'Name of the user that owns it.',
    group: 'Name of the group that owns it.',
    size: 'Bytes.',
    uid: 'Number of the user that owns it.',
    gid: 'Number of the group that owns it.',
    state: 'file.',
    secontext: 'Its SELinux label, where the host has SELinux.',
    checksum_src: 'SHA-1 of what was downloaded.',
    checksum_dest: 'SHA-1 of what was there, where that is known.',
    md5sum: 'MD5 of what was downloaded.',
    elapsed: 'Seconds that it took.',
  },
  examples: [
    {
      name: 'Download what must have a checksum',
      yaml: 'get_url:\n  url: https://example.org/app-2.1.tar.gz\n  dest: /opt/app-2.1.tar.gz\n  checksum: sha256:https://example.org/SHA256SUMS',
    },
    {
      name: 'Download a program',
      yaml: 'get_url:\n  url: https://example.org/tool\n  dest: /usr/local/bin/tool\n  mode: "0755"',
    },
  ],
  refuse: ({ url, dest, checksum, use_gssapi }) => {
    if (!/^((https?|ftp):\/\/|file:\/\/\/)./.test(url))
      return `'url' is '${url}', which is no http, https, ftp or file address`;
    if (dest === '') return "'dest' is empty";
    if (use_gssapi) return "'use_gssapi' is not supported; use the command module with curl --negotiate";
    const parsed = checksum === '' ? undefined : parseChecksum(checksum);
    return parsed && 'problem' in parsed ? parsed.problem : undefined;
  },
  look: (given) => downloadLooks(given),
  plan: (given, seen) => planDownload(given, seen),
});

// Tells what is at a path.

import {
  bool,
  choice,
  defineModule,
  type FilePresent,
  fileLook,
  type Plan,
  path,
  statFields,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Tell what is at a path: type, owner, mode, times, checksum',
  params: {
    path: path('The path.').alias('dest', 'name'),
    follow: bool('Look through a symbolic link.').default(false),
    get_checksum: bool('Compute the checksum of a regular file.').default(true),
    checksum_algorithm: choice(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'], 'How the checksum is computed.')
      .default('sha1')
      .alias('checksum', 'checksum_algo'),
    get_mime: bool('Ask file(1) what the file holds; `unknown` where the host has no such program.')
      .default(true)
      .alias('mime', 'mime_type', 'mime-type'),
    get_attributes: bool('Ask lsattr for the flags; none where the host has no such program.')
      .default(true)
      .alias('attr', 'attributes'),
    get_md5: bool('The MD5 digest too, as old playbooks want it; checksum_algorithm says it better.').default(false),
  },
  returns: {
    stat: '`exists`, and where it does: isreg, isdir, islnk, mode, pw_name, gr_name, uid, gid, size, mtime, checksum, lnk_source and more',
  },
  examples: [
    { name: 'Know whether a file is there', yaml: 'stat:\n  path: /etc/nginx/nginx.conf\nregister: conf' },
    { name: 'Compare a checksum', yaml: 'stat:\n  path: /srv/app.tar\n  checksum_algorithm: sha256\nregister: app' },
  ],
  look: (params) => ({
    file: fileLook(params.path, {
      follow: params.follow,
      digest: params.get_checksum ? params.checksum_algorithm : undefined,
      details: [
        'access',
        ...(params.get_mime ? (['mime'] as const) : []),
        ...(params.get_attributes ? (['flags'] as const) : []),
      ],
    }),
    old: params.get_md5 ? fileLook(params.path, { follow: params.follow, digest: 'md5' }) : undefined,
  }),
  plan: (params, { file, old }): Plan => {
    const md5 = old?.exists && old.digest !== undefined ? { md5: old.digest } : {};
    if (file.exists) return { changes: [], result: { stat: { ...fieldsOf(file, params), ...md5 } } };
    if (file.denied) return { changes: [], failed: `Permission denied: ${params.path} cannot be seen; use become` };
    return { changes: [], result: { stat: { exists: false } } };
  },
});

function fieldsOf(file: FilePresent, asked: { readonly get_mime: boolean; readonly get_attributes: boolean }) {
  return statFields(file, { mime: asked.get_mime, flags: asked.get_attributes });
}

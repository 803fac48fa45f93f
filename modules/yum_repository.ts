// Adds and removes repositories of yum and dnf.

import {
  accountLooks,
  attributeDetails,
  defineModule,
  fileLook,
  planYumRepository,
  yumFile,
  yumRepositoryParams,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Add and remove repositories of yum and dnf',
  description: 'What else is in the file stays as it is.',
  params: yumRepositoryParams,
  returns: { repo: 'the short name of the repository', state: 'the state that was asked for' },
  examples: [
    {
      name: 'Add a repository',
      yaml: 'yum_repository:\n  name: nginx\n  description: nginx stable\n  baseurl: https://nginx.org/packages/centos/$releasever/$basearch/\n  gpgkey: https://nginx.org/keys/nginx_signing.key\n  gpgcheck: true\n  module_hotfixes: true',
    },
    { name: 'Remove it', yaml: 'yum_repository:\n  name: nginx\n  state: absent' },
  ],
  refuse: (given) => {
    if (/[\]\n]/.test(given.name)) return `'name' is '${given.name}', which cannot be the name of a section`;
    if (given.state === 'absent') return undefined;
    if (given.baseurl === undefined && given.metalink === undefined && given.mirrorlist === undefined)
      return "Parameter 'baseurl', 'metalink' or 'mirrorlist' is required.";
    return given.description === undefined ? "Parameter 'description' is required." : undefined;
  },
  look: (given) => ({
    file: fileLook(yumFile(given), { content: 'all', details: attributeDetails(given) }),
    directory: fileLook(given.reposdir),
    ...accountLooks(given, yumFile(given)),
  }),
  plan: (given, { file, directory, ...accounts }) => planYumRepository(given, { file, directory, accounts }),
});

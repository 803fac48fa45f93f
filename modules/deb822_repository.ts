// Adds and removes repositories of apt, in the form of fields.

import { deb822Looks, deb822Params, deb822Slug, defineModule, planDeb822 } from '../src/module/index.ts';

export default defineModule({
  summary: 'Add and remove repositories of apt, as files of fields with the key that they name',
  description:
    'The key vouches for this repository alone. Where signed_by is an address, the host fetches the key into /etc/apt/keyrings. Read the repositories again by apt with update_cache.',
  params: deb822Params,
  returns: {
    repo: 'the text of the file',
    dest: 'the file',
    key_filename: 'the file with the key, where it was fetched',
  },
  examples: [
    {
      name: 'Add a repository with its key',
      yaml: 'deb822_repository:\n  name: docker\n  uris: https://download.docker.com/linux/debian\n  suites: bookworm\n  components: stable\n  architectures: amd64\n  signed_by: https://download.docker.com/linux/debian/gpg',
    },
    { name: 'Remove it', yaml: 'deb822_repository:\n  name: docker\n  state: absent' },
  ],
  refuse: (given) => {
    if (deb822Slug(given) === '') return `'name' is '${given.name}', of which no name of a file can be made`;
    if (given.state === 'absent') return undefined;
    if (given.uris === undefined || given.suites === undefined)
      return "'uris' and 'suites' are required with state=present";
    const isExact = given.suites.some((suite) => suite.endsWith('/'));
    if (given.components === undefined && !isExact)
      return "'components' is required, except where a suite is a path that ends in a slash";
    return undefined;
  },
  look: (given) => deb822Looks(given),
  plan: (given, seen) => planDeb822(given, seen),
});

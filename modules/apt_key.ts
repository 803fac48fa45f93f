// Adds and removes keys that apt trusts.

import { aptKeyId, aptKeyLooks, aptKeyParams, defineModule, planAptKey } from '../src/module/index.ts';

export default defineModule({
  summary: 'Add and remove keys that apt trusts',
  description:
    'Such a key vouches for every repository. Better put it into a file of its own (get_url to /etc/apt/keyrings) and name that in the repository (signed-by). Needs neither gpg nor apt-key on the host.',
  params: aptKeyParams,
  returns: {
    id: 'the key, as it was asked for',
    key_id: 'the same in capitals',
    short_id: 'its last 8 digits',
    fp: 'its last 16 digits, or fewer where fewer were given',
    before: 'the keys that were trusted',
    after: 'the keys that are',
  },
  examples: [
    {
      name: 'Trust a key',
      yaml: 'apt_key:\n  url: https://apt.example.org/key.asc\n  id: 9DC858229FC7DD38854AE2D88D81803C0EBFCD88\n  keyring: /etc/apt/trusted.gpg.d/example.gpg',
    },
    { name: 'Trust it no more', yaml: 'apt_key:\n  id: 0EBFCD88\n  state: absent' },
  ],
  refuse: (given) => {
    const sources = [given.data, given.file, given.keyserver, given.url].filter((one) => one !== undefined);
    if (sources.length > 1) return 'parameters are mutually exclusive: data|file|keyserver|url';
    if (given.id !== undefined && aptKeyId(given.id) === undefined)
      return `'id' is '${given.id}', which is no key: 8, 16 or 40 hexadecimal digits`;
    if (given.id === undefined && (sources.length === 0 || given.keyserver !== undefined))
      return "Invalid key_id: 'id' is required, or where the key can be had ('url', 'data' or 'file')";
    return undefined;
  },
  look: (given) => aptKeyLooks(given),
  plan: (given, seen) => planAptKey(given, seen),
});

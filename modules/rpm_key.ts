// Adds and removes keys in the database of rpm.

import { defineModule, planRpmKey, rpmKeyLooks, rpmKeyParams } from '../src/module/index.ts';

export default defineModule({
  summary: 'Add and remove keys that rpm trusts',
  description: 'Needs rpm on the host, and no gpg.',
  params: rpmKeyParams,
  examples: [
    {
      name: 'Trust a key that must be the right one',
      yaml: 'rpm_key:\n  key: https://example.org/RPM-GPG-KEY\n  fingerprint: EBC6E12C62B1C734026B21226DB95F65E1A1B2C3',
    },
    { name: 'Trust it no more', yaml: 'rpm_key:\n  key: E1A1B2C3\n  state: absent' },
  ],
  refuse: ({ fingerprint }) =>
    fingerprint !== undefined && !/^(0x)?[0-9a-f\s]{40,}$/i.test(fingerprint)
      ? `'fingerprint' is '${fingerprint}', which is no whole fingerprint: 40 hexadecimal digits`
      : undefined,
  look: (given) => rpmKeyLooks(given),
  plan: (given, seen) => planRpmKey(given, seen),
});

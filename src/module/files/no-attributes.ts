// Attributes that ask for nothing, for what is made on the way: new directories get what the umask leaves.

import type { AttributeParams } from './attributes.ts';

export const NO_ATTRIBUTES: AttributeParams = {
  mode: undefined,
  owner: undefined,
  group: undefined,
  seuser: undefined,
  serole: undefined,
  setype: undefined,
  selevel: undefined,
  attributes: undefined,
  unsafe_writes: false,
};

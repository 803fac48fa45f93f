// What to do about a module that is nowhere.

/** Collections whose modules come with ansible-core itself. */
const CORE = new Set(['ansible.builtin', 'ansible.legacy']);

/** How to get a module that is not there, by its full name; `undefined` where no collection can bring it. */
export function howToGet(name: string): string | undefined {
  const [namespace, collection, ...rest] = name.split('.');
  const owner = `${namespace}.${collection}`;
  if (rest.length === 0 || CORE.has(owner)) return undefined;
  return `install its collection: ansible-galaxy collection install ${owner}`;
}

// Manages packages with whatever the host has.

import { bool, dispatchModule, list, text } from '../src/module/index.ts';
import apt from './apt.ts';
import dnf from './dnf.ts';

export default dispatchModule({
  summary: 'Manage packages with whatever package manager the host has',
  description: 'Further parameters are those of the module that is used.',
  params: {
    name: list(text('A package.'), "Packages, by the names that the host's manager knows.").alias('pkg').optional(),
    state: text('present, absent or latest.').default('present'),
    use: text('The manager, where it should not be found out.').default('auto'),
    update_cache: bool('Read the repositories again first.').optional(),
  },
  returns: { changed: 'whether something came or went; the rest is as the module used returns it' },
  examples: [{ name: 'Install a program on any system', yaml: 'package:\n  name: tree\n  state: present' }],
  backends: { apt, dnf, dnf5: dnf, yum: dnf },
  choose: (platform, args) => {
    const use = args.get('use');
    return typeof use === 'string' && use !== 'auto' ? (use.split('.').at(-1) ?? use) : platform.packageManager;
  },
});

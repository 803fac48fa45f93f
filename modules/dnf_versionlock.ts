// Locks packages at their versions.

import {
  bool,
  choice,
  defineModule,
  fileLook,
  list,
  planVersionLock,
  runLook,
  text,
  VERSION_LOCK,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Lock packages at their versions, or keep versions out',
  description:
    "The list of dnf's versionlock plugin (python3-dnf-plugin-versionlock) is read and written as a file. What is installed is locked at its version; of what is not, every version that can be had.",
  collection: 'community.general',
  params: {
    name: list(text('A package.'), 'Packages: names, with versions, globs.').default([]),
    raw: bool('Take the names as they are, so that versions can be locked that are not there yet.').default(false),
    state: choice(
      ['present', 'absent', 'excluded', 'clean'],
      'Locked, kept out, or neither; clean empties the list.',
    ).default('present'),
  },
  returns: {
    locklist_pre: 'the list that was',
    locklist_post: 'the list that is',
    specs_toadd: 'packages that were locked',
    specs_todelete: 'packages that were unlocked',
  },
  examples: [{ name: 'Lock a package', yaml: 'community.general.dnf_versionlock:\n  name: nginx' }],
  refuse: ({ name, state }) => {
    if (state === 'clean') return name.length > 0 ? "'name' and state=clean exclude each other" : undefined;
    return name.length === 0 ? `name list is required for ${state} state` : undefined;
  },
  look: ({ name, state, raw }) => ({
    list: fileLook(VERSION_LOCK.list, { content: 'all' }),
    configuration: fileLook(VERSION_LOCK.configuration),
    installed: state === 'present' && !raw ? runLook(VERSION_LOCK.installed(name), ['packages']) : undefined,
  }),
  plan: (given, seen) => planVersionLock(given, seen),
});

// Manages packages with dnf (or yum, where that is what the host has).

import {
  type DnfParams,
  defineModule,
  dnfParams,
  knownToRpm,
  namesOf,
  packagesLook,
  planDnf,
  stateOf,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage packages with dnf or yum',
  description:
    'Whether a package is there is decided by rpm alone, so that a task with nothing to do loads no repository. Where there is something to do, the transaction is resolved first: check mode shows the same one.',
  params: dnfParams,
  returns: { results: 'what came and went', rc: 'exit code', failures: 'packages that no repository has' },
  examples: [
    { name: 'Install packages', yaml: 'dnf:\n  name: [tree, jq]' },
    { name: 'Update everything', yaml: "dnf:\n  name: '*'\n  state: latest" },
    { name: 'Only what mends security', yaml: "dnf:\n  name: '*'\n  state: latest\n  security: true" },
  ],
  refuse: refuseDnf,
  look: (params) => ({ installed: asksRpm(params) ? packagesLook('rpm', knownToRpm(params)) : undefined }),
  plan: (params, { installed }) => planDnf(params, installed),
});

function asksRpm(params: DnfParams): boolean {
  return knownToRpm(params).length > 0 && params.list === undefined;
}

function refuseDnf(params: DnfParams): string | undefined {
  if (params.list !== undefined && namesOf(params).length > 0) return 'parameters are mutually exclusive: name|list';
  if (params.autoremove && stateOf(params) !== 'absent') return "'autoremove' goes with state=absent";
  if (namesOf(params).includes('*') && params.state !== 'latest') return "'*' goes with state=latest";
  return undefined;
}

// Manages packages with apt.

import { aptNames, aptParams, cacheLook, defineModule, packagesLook, plainName, planApt } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage packages with apt',
  description:
    'Whether a package is there is decided by dpkg alone. Where there is something to do, it is simulated first: check mode shows the same. Needs apt-get on the host, not python3-apt.',
  params: aptParams,
  returns: {
    cache_updated: 'whether the repositories had something new',
    cache_update_time: 'when they were last read',
    stdout: 'what apt-get printed',
    stderr: 'its warnings',
  },
  examples: [
    { name: 'Install packages', yaml: 'apt:\n  name: [tree, jq]\n  update_cache: true\n  cache_valid_time: 3600' },
    { name: 'Upgrade everything', yaml: 'apt:\n  upgrade: dist' },
  ],
  refuse: (params) => {
    const names = aptNames(params);
    const given = [names.length > 0, params.deb !== undefined, params.upgrade !== 'no'].filter(Boolean).length;
    // A list of packages may turn out to be empty: then there is nothing to do.
    return given > 1 ? 'parameters are mutually exclusive: deb|package|upgrade' : undefined;
  },
  look: (params) => {
    const names = aptNames(params)
      .filter((name) => name !== '*')
      .map(plainName);
    return { installed: names.length > 0 ? packagesLook('dpkg', names) : undefined, cache: cacheLook() };
  },
  plan: (params, { installed, cache }) => planApt(params, installed, cache),
});

// The kernel of most test machines has no SELinux: what concerns the configuration file is tested here for real, setenforce is not.

import selinux from '../../modules/selinux.ts';
import { obeysTheLaws } from '../support/laws.ts';

const CONFIG = 'printf "# comment\\nSELINUX=permissive\\nSELINUXTYPE=targeted\\n" >config';

describe('selinux', () => {
  obeysTheLaws(selinux, [
    {
      name: 'sets the mode at boot',
      given: CONFIG,
      args: { state: 'enforcing', policy: 'targeted', configfile: 'DIR/config' },
      files: { config: '# comment\nSELINUX=enforcing\nSELINUXTYPE=targeted\n' },
      result: {
        state: 'enforcing',
        policy: 'targeted',
        configfile: 'DIR/config',
        msg: "Config SELinux state changed from 'permissive' to 'enforcing'",
      },
    },
    {
      name: 'leaves what is as wanted',
      given: CONFIG,
      args: { state: 'permissive', policy: 'targeted', configfile: 'DIR/config' },
      changed: false,
    },
    {
      name: 'disables it',
      given: CONFIG,
      args: { state: 'disabled', configfile: 'DIR/config' },
      files: { config: '# comment\nSELINUX=disabled\nSELINUXTYPE=targeted\n' },
    },
    {
      name: 'wants a policy',
      given: CONFIG,
      args: { state: 'enforcing', configfile: 'DIR/config' },
      fails: 'Policy is required',
    },
    {
      name: 'tells a host without SELinux',
      args: { state: 'enforcing', policy: 'targeted', configfile: 'DIR/config' },
      fails: 'the host has no SELinux',
    },
  ]);
});

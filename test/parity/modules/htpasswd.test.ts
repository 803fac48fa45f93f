import htpasswd from '../../../modules/htpasswd.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const given =
  "printf '%s\\n' '# web' 'ann:$apr1$coIRXU.W$tfoMNInoFSz5c4QI6qXeT0' 'bob:{SHA}EfatjsUqKYSrqv18O1FlA3hcIHI=' >f";

const CASES: readonly ParityCase[] = [
  { args: { path: 'DIR/d/f', name: 'ann', password: 'quux', crypt_scheme: 'plaintext' } },
  {
    given,
    args: { path: 'DIR/f', name: 'ann', password: 't', crypt_scheme: 'ldap_sha1' },
    once: true,
    except: ['msg'],
  },
  { given, args: { path: 'DIR/f', name: 'bob', password: 'quux', crypt_scheme: 'ldap_sha1', mode: '0640' } },
  { given, args: { path: 'DIR/f', name: 'ann', state: 'absent' } },
  { args: { path: 'DIR/f', name: 'ann', state: 'absent' }, once: true },
  { args: { path: 'DIR/f', name: 'ann', password: 'quux', create: false }, once: true },
  { given, args: { path: 'DIR/f', name: 'ann', password: 'quux' }, check: true, once: true },
];

parityWithAnsible('htpasswd', htpasswd, CASES);

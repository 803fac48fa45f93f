import knownHosts from '../../../modules/known_hosts.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const ONE = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICC5STrCYtxDhcZnH83m9rSjOq5m9LhbLEeFfDadxT9P';
const TWO = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPh9Z8ldJfCCgiL1SvJVfcSRGtfzkqJcyMBGVQ+/MQdj';
const RSA =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCpxLQ6cgxoMJkmhxlLsi/SSrHQotVuZVwXiuZeXlXv+F86CbW0a2GOyH9Y2vIjm502ZsmuM7LQT35c3H8KxRmsNG8FcVZXOEinf7FsAx625ZuPh/4AL2Sd8kYoQnokgNJ9UboE1ko0J1wj9qI3JqV3wIworIvwSwzg/cpLP8a13/m1dod2z04YumIfNr/pMqbQtGdc7WphpHgg+m3jIRjQTWJMUjeJiRUM4GrJ+7LvgADE9v3q5WDZcUrdQEek0rvFihhZdnHEF/gXc9LG2UB2iQ5L1rO3NIHvzeVTWpbUdWp+LExwAFdqn15xJy+a9SKzVc79SHSm5HEbnJeBCk0T';
const HASHED = '|1|ED/RczacY8DB7g/4sEQb+3x4pOU=|YNl3pd5dnA24TXIa+PbvfVl0Wpc=';

const CASES: readonly ParityCase[] = [
  { args: { path: 'DIR/f', name: 'a', key: `a ${ONE}` } },
  {
    given: `printf '# c\\na,10.0.0.1 ${ONE} me\\n' >f`,
    args: { path: 'DIR/f', name: '10.0.0.1', key: `10.0.0.1 ${RSA} you` },
  },
  { given: `printf 'a ${ONE}\\nb ${ONE}\\n' >f`, args: { path: 'DIR/f', name: 'A', key: `a ${TWO}` } },
  {
    given: `printf '%s\\n' '${HASHED} ${ONE}' >f`,
    args: { path: 'DIR/f', name: 'h.example', key: `h.example ${ONE}` },
  },
  {
    given: `printf '%s\\n' '${HASHED} ${ONE}' >f`,
    args: { path: 'DIR/f', name: 'h.example', key: `h.example ${ONE}`, hash_host: true },
    once: true,
  },
  {
    given: `printf 'a ${ONE}\\na ${RSA}\\n' >f`,
    args: { path: 'DIR/f', name: 'a', state: 'absent', key: `a ${ONE}` },
    apartFrom: ['f.old'],
  },
  {
    given: `printf 'a ${ONE}\\nb ${ONE}\\na,c ${RSA}\\n' >f`,
    args: { path: 'DIR/f', name: 'a', state: 'absent' },
    apartFrom: ['f.old'],
  },
  { args: { path: 'DIR/f', name: 'a', state: 'absent' }, once: true },
  { args: { path: 'DIR/f', name: 'a', key: `b ${ONE}` }, once: true },
  { args: { path: 'DIR/f', name: '[a]:2222', key: `[a]:2222 ${ONE}` }, check: true, once: true },
];

parityWithAnsible('known_hosts', knownHosts, CASES);

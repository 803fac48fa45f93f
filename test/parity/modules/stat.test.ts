import module from '../../../modules/stat.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

// What is the same for two copies of a file: everything but where it lies and when it was made.
const CASES: readonly ParityCase[] = [
  { args: { path: 'DIR/f' } },
  // Read before, so that its access time is not older than a day and stays.
  { given: 'cat /etc/passwd /etc/os-release >/dev/null', args: { path: '/etc/passwd', get_md5: true } },
  { args: { path: '/etc/passwd', follow: true, checksum_algorithm: 'md5', get_mime: false, get_attributes: false } },
  { args: { path: '/etc/passwd', get_checksum: false } },
  { args: { path: '/dev/null' } },
  { args: { path: '/usr' } },
  { args: { path: '/etc/os-release' } },
  // What Ansible gives for the MIME type here is that of the link, though it was told to look through it.
  { args: { path: '/etc/os-release', follow: true, checksum_algorithm: 'sha512', get_mime: false } },
  { args: { path: '/usr/bin/passwd' } },
  { args: { path: '/bin' } },
  { args: { path: '/proc/self/exe', get_checksum: false }, except: ['stat'] },
];

parityWithAnsible('stat', module, CASES);

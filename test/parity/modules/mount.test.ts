import module from '../../../modules/mount.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const FSTAB =
  "printf '# c\\nproc  /proc proc  defaults\\n\\n/dev/b\\t/b ext4 rw 0 0\\n/swapfile none swap sw 0 0\\n' >f";
const ENTRY = { fstab: 'DIR/f', path: '/b', src: '/dev/b', fstype: 'ext4', opts: 'rw', state: 'present' };

// Nothing is mounted here: mounting is for the lab. Ansible has no file to back up where it makes one.
const CASES: readonly ParityCase[] = [
  { given: FSTAB, args: ENTRY },
  { given: FSTAB, args: { ...ENTRY, src: '/dev/c' } },
  { given: FSTAB, args: { ...ENTRY, opts: 'ro,noatime', dump: 1, passno: 2 } },
  { given: FSTAB, args: { ...ENTRY, boot: false } },
  { given: FSTAB, args: { ...ENTRY, opts: 'defaults', boot: false } },
  { given: FSTAB, args: { ...ENTRY, opts: 'noauto', boot: false } },
  { given: FSTAB, args: { ...ENTRY, path: '/new', src: 'UUID=1-2' } },
  { given: FSTAB, args: { ...ENTRY, path: '/my dir', src: '//server/a share' } },
  { given: FSTAB, args: { ...ENTRY, path: '/ü', src: 'LABEL=ä' } },
  { given: FSTAB, args: { ...ENTRY, path: '/proc', src: 'proc', fstype: 'proc' } },
  { given: FSTAB, args: { ...ENTRY, path: 'none', src: '/swapfile', fstype: 'swap', opts: 'sw' } },
  { given: FSTAB, args: { ...ENTRY, path: 'none', src: '/swapfile2', fstype: 'swap', opts: 'sw' } },
  { given: FSTAB, args: { fstab: 'DIR/f', path: '/b', state: 'absent_from_fstab' } },
  { given: FSTAB, args: { fstab: 'DIR/f', path: '/not/there', state: 'absent' } },
  { given: FSTAB, args: { fstab: 'DIR/f', path: 'none', src: '/swapfile', state: 'absent' } },
  { given: FSTAB, args: { ...ENTRY, src: '/dev/c', backup: true } },
  { given: FSTAB, args: { ...ENTRY, src: '/dev/c' }, check: true },
  { given: FSTAB, args: { fstab: 'DIR/f', path: '/b', state: 'unmounted' } },
  { given: FSTAB, args: { fstab: 'DIR/f', path: '/b', state: 'present', src: 'x' } },
  { given: ': >f', args: ENTRY },
  { given: "printf '/dev/a /a ext4 rw 0 0' >f", args: ENTRY },
  { args: ENTRY },
];

parityWithAnsible('ansible.posix.mount', module, CASES);

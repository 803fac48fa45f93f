import script from '../../../modules/script.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const given = `printf '#!/bin/sh\\nprintf "%%s|" "$#" "$@"; pwd; echo err >&2; exit "$1"\\n' >s; printf 'echo plain $1\\n' >'p q'`;

const CASES: readonly ParityCase[] = [
  { given, args: { cmd: `DIR/s 0 'a b' $((1+1)) "x; y"; echo more`, chdir: 'DIR' } },
  { given, args: { cmd: 'DIR/s 3', chdir: 'DIR' } },
  { given, args: { cmd: 'DIR/s 0', chdir: 'DIR', executable: '/bin/sh -e' } },
  { given, args: { cmd: 'DIR/s 0', creates: 'DIR/s' } },
  { given, args: { cmd: 'DIR/s 0', chdir: 'DIR', creates: 'DIR/*' } },
  { given, args: { cmd: 'DIR/s 0', removes: 'DIR/t' } },
  { given, args: { cmd: 'DIR/s 0', chdir: 'DIR', removes: 'DIR/s' } },
  { given, args: { cmd: 'DIR/s 0', chdir: 'DIR/none' }, except: ['stderr', 'stderr_lines'] },
  { given, args: { cmd: 'DIR/s 0', chdir: 'relative' } },
  { given, args: { cmd: 'DIR/none' } },
  { given, args: { cmd: 'DIR/s 0', creates: 'DIR/t' }, check: true },
  { given, args: { cmd: 'DIR/s 0', creates: 'DIR/s' }, check: true },
  { given, args: { cmd: 'DIR/s 0' }, check: true, except: ['msg'] },
];

parityWithAnsible(
  'script',
  script,
  CASES.map((one) => ({ ...one, once: true })),
);

// Looks at zones of firewalld.

import type { ZoneLook, ZoneSeen } from '../look.ts';
import { type LookKind, unanswered } from './kind.ts';

export const zoneLooks: LookKind<ZoneLook, ZoneSeen> = {
  reads: () => ['firewall', 'unit:firewalld'],
  compile: (looks) => ({ fragments: [], answers: () => looks.map(() => unanswered('zones cannot be read yet')) }),
};

// Manages rules, policies and the state of ufw.

import { bool, choice, defineModule, integer, planUfw, refuseUfw, text, ufwLook } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage rules and the state of ufw',
  description:
    'What a rule would change is asked of ufw itself (--dry-run), in check mode and for real alike. Let your own connection in before you enable it.',
  collection: 'community.general',
  params: {
    state: choice(
      ['enabled', 'disabled', 'reloaded', 'reset'],
      'Whether ufw shall be in force, now and at boot; reset makes it as it came.',
    ).optional(),
    default: choice(['allow', 'deny', 'reject'], 'What becomes of packets that no rule fits; for direction.')
      .alias('policy')
      .optional(),
    direction: choice(
      ['in', 'incoming', 'out', 'outgoing', 'routed'],
      'The direction of a rule or a default.',
    ).optional(),
    logging: choice(['full', 'high', 'low', 'medium', 'off', 'on'], 'How much is logged.').optional(),
    insert: integer('The place of a new rule.').optional(),
    insert_relative_to: choice(
      ['zero', 'first-ipv4', 'last-ipv4', 'first-ipv6', 'last-ipv6'],
      'What insert counts from.',
    ).default('zero'),
    rule: choice(['allow', 'deny', 'limit', 'reject'], 'What a rule does.').optional(),
    log: bool('Log new connections that the rule fits.').default(false),
    from_ip: text('Where packets are from.').default('any').alias('from', 'src'),
    from_port: text('The port they are from.').optional(),
    to_ip: text('Where packets go.').default('any').alias('dest', 'to'),
    to_port: text('The port they go to.').alias('port').optional(),
    proto: choice(['ah', 'any', 'esp', 'ipv6', 'tcp', 'udp', 'gre', 'igmp'], 'The protocol.')
      .alias('protocol')
      .optional(),
    name: text('A profile of /etc/ufw/applications.d.').alias('app').optional(),
    delete: bool('Delete the rule.').default(false),
    interface: text('The interface, for direction.').alias('if').optional(),
    interface_in: text('The interface packets come in by.').alias('if_in').optional(),
    interface_out: text('The interface packets go out by.').alias('if_out').optional(),
    route: bool('The rule is for packets that go through.').default(false),
    comment: text('A comment for the rule.').optional(),
  },
  returns: { commands: 'what was asked of ufw', msg: 'what ufw says of itself' },
  examples: [
    { name: 'Let ssh in', yaml: 'ufw:\n  rule: allow\n  name: OpenSSH' },
    { name: 'Deny the rest', yaml: 'ufw:\n  state: enabled\n  policy: deny' },
    {
      name: 'The database for one network',
      yaml: 'ufw:\n  rule: allow\n  port: 5432\n  proto: tcp\n  from_ip: 192.0.2.0/24\n  comment: the web servers',
    },
    { name: 'No such rule', yaml: 'ufw:\n  rule: allow\n  port: 80\n  proto: tcp\n  delete: true' },
  ],
  refuse: (given) => refuseUfw(given),
  look: (given) => ({ seen: ufwLook(given) }),
  plan: (given, { seen }) => planUfw(given, seen),
});

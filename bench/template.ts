// What rendering costs: a condition, a template of 60 lines, and a few variables among many, all compiled before; and what it costs
// ansible-core on the same machine, where that is installed.
//
//   npx tsx bench/template.ts

import { spawnSync } from 'node:child_process';
import type { ScalarNode } from '../src/model/source.ts';
import { toValue } from '../src/model/value.ts';
import {
  type Controller,
  evaluate,
  fileSpelling,
  judge,
  nodeScope,
  renderNode,
  renderTemplateFile,
  valueScope,
} from '../src/template/index.ts';

const controller: Controller = {
  searchPath: () => [],
  playbookDir: '/',
  environment: {},
  decrypt: () => Buffer.alloc(0),
  config: () => undefined,
};
const engine = { controller };

function scalar(value: ScalarNode['value']): ScalarNode {
  return { kind: 'scalar', value, span: { file: { path: 'bench', text: '' }, start: 0, end: 0 } };
}

/** The median of many rounds, in microseconds for one call. */
function measure(work: () => unknown): number {
  const calls = 200;
  for (let i = 0; i < 2000; i++) work();
  const rounds = Array.from({ length: 50 }, () => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) work();
    return Number(process.hrtime.bigint() - start) / 1000 / calls;
  });
  return rounds.sort((a, b) => a - b)[rounds.length / 2] ?? 0;
}

const facts = {
  distribution: 'Rocky',
  servers: Array.from({ length: 8 }, (_, i) => ({
    name: `web${i}`,
    address: `10.0.0.${i}`,
    port: 8080 + i,
    backup: i > 5,
  })),
  options: { timeout: 30, retries: 3, balance: 'leastconn', log: true },
  domain: 'example.org',
  result: { rc: 0, stdout: 'active', changed: false },
};
const values = valueScope(new Map(Object.entries(facts).map(([name, value]) => [name, toValue(value)])));

const condition = "result.rc == 0 and distribution in ['Rocky', 'AlmaLinux'] and not result.changed";

const template = `# {{ domain }}: load balancer
global
{% if options.log %}
  log /dev/log local0
{% endif %}
defaults
  retries {{ options.retries }}
  timeout connect {{ options.timeout }}s
  timeout server {{ options.timeout * 2 }}s
{% for server in servers if not server.backup %}
backend {{ server.name }}
  balance {{ options.balance | default('roundrobin') }}
  server {{ server.name }} {{ server.address }}:{{ server.port }} check{{ ' backup' if server.backup }}
{%   if loop.last %}
  # last of {{ loop.length }}
{%   endif %}
{% endfor %}
${Array.from({ length: 42 }, (_, i) => `setting_${i} {{ options.retries + ${i} }} {{ domain | upper }}`).join('\n')}
`;

const texts = Object.fromEntries(
  Array.from({ length: 500 }, (_, i) => [
    `var_${i}`,
    i % 10 === 0 && i > 0 ? `{{ var_${i - 10} }}/x{{ var_${i - 1} }}` : `value ${i}`,
  ]),
);
const many = nodeScope(new Map(Object.entries(texts).map(([name, text]) => [name, scalar(text)])));
const used = `${Array.from({ length: 10 }, (_, i) => `{{ var_${i * 50 + 1} }}`).join(' ')} {{ var_100 }}`;
const usedNode = scalar(used);

const ours = {
  condition: measure(() => evaluate(engine, values, (pass) => judge(pass, condition))),
  template: measure(() =>
    evaluate(engine, values, (pass) => renderTemplateFile(pass, template, fileSpelling, { text: template })),
  ),
  variables: measure(() => evaluate(engine, many, (pass) => renderNode(pass, usedNode))),
};

// The same three, timed inside Python, so that its start does not count.
const script = `
import json, sys, time
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.conditional import Conditional
from ansible.template import Templar
case = json.load(sys.stdin)
loader = DataLoader()
def measure(work):
    for _ in range(5): work()
    rounds = []
    for _ in range(15):
        start = time.perf_counter()
        work()
        rounds.append((time.perf_counter() - start) * 1e6)
    return sorted(rounds)[7]
facts = Templar(loader=loader, variables=case['facts'])
many = Templar(loader=loader, variables=case['texts'])
conditional = Conditional(loader=loader)
conditional.when = [case['condition']]
print(json.dumps({
    'condition': measure(lambda: conditional.evaluate_conditional(facts, case['facts'])),
    'template': measure(lambda: facts.do_template(case['template'], escape_backslashes=False)),
    'variables': measure(lambda: many.template(case['used'])),
}))
`;

function oracle(): Readonly<Record<string, number>> | undefined {
  const input = JSON.stringify({ facts, texts, condition, template, used });
  const { status, stdout } = spawnSync('/usr/bin/python3', ['-c', script], { input, encoding: 'utf8' });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

const theirs = oracle();
const rows = [
  ['condition', 'a condition of three parts', 10],
  ['template', `a template file of ${template.split('\n').length - 1} lines`, 50],
  ['variables', '500 variables, ten used and one nested ten deep', 40],
] as const;
for (const [key, name, limit] of rows) {
  const mine = ours[key];
  const other = theirs?.[key];
  const compared =
    other === undefined ? '' : `   ansible-core ${other.toFixed(0)} µs: ${Math.round(other / mine)} times`;
  console.log(`${name.padEnd(48)} ${mine.toFixed(1).padStart(6)} µs (limit ${limit})${compared}`);
}
if (!theirs) console.log('ansible-core is not installed here: nothing to compare with');

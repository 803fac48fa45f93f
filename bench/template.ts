// What rendering costs: a condition, a template of 60 lines, and a few variables among many, all compiled before.
//
//   npx tsx bench/template.ts

import type { Node, ScalarNode } from '../src/model/source.ts';
import { toValue, type Value } from '../src/model/value.ts';
import {
  type Binding,
  type Controller,
  evaluate,
  fileSpelling,
  judge,
  renderNode,
  renderTemplateFile,
  type Scope,
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
function measure(name: string, limit: number, work: () => unknown): void {
  const calls = 200;
  for (let i = 0; i < 2000; i++) work();
  const rounds = Array.from({ length: 50 }, () => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) work();
    return Number(process.hrtime.bigint() - start) / 1000 / calls;
  });
  const median = rounds.sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;
  console.log(`${name.padEnd(52)} ${median.toFixed(1).padStart(8)} µs   (limit ${limit})`);
}

const facts = toValue({
  distribution: 'Rocky',
  major: '9',
  servers: Array.from({ length: 8 }, (_, i) => ({
    name: `web${i}`,
    address: `10.0.0.${i}`,
    port: 8080 + i,
    backup: i > 5,
  })),
  options: { timeout: 30, retries: 3, balance: 'leastconn', log: true },
  domain: 'example.org',
  result: { rc: 0, stdout: 'active', changed: false },
});
const values = valueScope(new Map(toEntries(facts)));

function toEntries(value: Value): [string, Value][] {
  return value !== null && typeof value === 'object' && 'entries' in value && !Array.isArray(value)
    ? [...value.entries()].map(([k, v]) => [String(k), v])
    : [];
}

measure('when: result.rc == 0 and major is version(...)', 10, () =>
  evaluate(engine, values, (pass) =>
    judge(pass, "result.rc == 0 and distribution in ['Rocky', 'AlmaLinux'] and not result.changed"),
  ),
);

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
measure(`a template file of ${template.split('\n').length} lines`, 50, () =>
  evaluate(engine, values, (pass) => renderTemplateFile(pass, template, fileSpelling, { text: template })),
);

const nodes = new Map<string, Node>();
for (let i = 0; i < 500; i++)
  nodes.set(`var_${i}`, scalar(i % 10 === 0 && i > 0 ? `{{ var_${i - 10} }}/x{{ var_${i - 1} }}` : `value ${i}`));
const bindings = new Map<string, Binding>([...nodes].map(([name, node]) => [name, { kind: 'node', node }]));
const many: Scope = { lookup: (name) => bindings.get(name), names: () => bindings.keys() };
const used = scalar(Array.from({ length: 10 }, (_, i) => `{{ var_${i * 50 + 1} }}`).join(' '));
const nested = scalar('{{ var_100 }}');
measure('500 variables, ten used and one nested ten levels', 40, () =>
  evaluate(engine, many, (pass) => [renderNode(pass, used), renderNode(pass, nested)]),
);

import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { scratch } from '../../support/scratch.ts';
import { groupLines, hostNames, load, told, written } from './support.ts';

describe('inventory scripts', () => {
  const files = scratch();
  const script = (body: string, mode = 0o755): string => files.write('inv.sh', `#!/bin/sh\n${body}\n`, mode);
  const printing = (json: unknown): string => script(`cat <<'E'\n${JSON.stringify(json)}\nE`);

  it('reads groups and the variables of their hosts', async () => {
    printing({
      k: { hosts: ['h1'], vars: { x: 1, t: '{{ x }}' }, children: ['g', 'zz'] },
      g: ['h1', 'h2:22', 'h[1:2]'],
      h9: { ansible_host: 'x' },
      _meta: { hostvars: { h1: { a: [1, 'é', null] }, stranger: { b: 1 } } },
    });
    const { inventory, problems } = await load(files.path(), ['inv.sh']);
    expect(problems.map(told)).to.deep.equal(["- | warning | 'h9' is a group and a host"]);
    expect(groupLines(inventory)).to.deep.equal([
      'all: ungrouped/ k/ h9/',
      'ungrouped:',
      'k: g/ zz/ h1',
      'g: h1 h2:22 h[1:2]',
      'zz:',
      'h9: h9',
    ]);
    expect([
      written(inventory.groups.get('k')?.variables ?? []),
      written(inventory.hosts.get('h1')?.variables ?? []),
      written(inventory.hosts.get('h9')?.variables ?? []),
    ]).to.deep.equal([{ x: 1, t: '{{ x }}' }, { a: [1, 'é', null] }, { ansible_host: 'x' }]);
  });

  it('asks for each host only where the list has no variables', async () => {
    const log = files.path('log');
    script(
      `echo "$@" >> ${log}\ncase $1 in --list) echo '{"g": ["h1", "h2"]}';; --host) [ $2 = h1 ] && echo '{"n": "h1"}'; true;; esac`,
    );
    const { inventory, problems } = await load(files.path(), ['inv.sh']);
    expect(problems).to.deep.equal([]);
    expect(['h1', 'h2'].map((name) => written(inventory.hosts.get(name)?.variables ?? []))).to.deep.equal([
      { n: 'h1' },
      {},
    ]);
    expect(readFileSync(log, 'utf8').trim().split('\n').sort()).to.deep.equal(['--host h1', '--host h2', '--list']);
    printing({ g: ['h1'], _meta: {} });
    expect((await load(files.path(), ['inv.sh'])).problems).to.deep.equal([]);
  });

  const failures: readonly (readonly [body: string, problem: RegExp])[] = [
    ['echo oops >&2; exit 3', /^- \| error \| The inventory script '.*inv.sh --list' ended with exit code 3: oops$/],
    ['kill -9 $$', /^- \| error \| The inventory script '.*' was ended by SIGKILL$/],
    ['echo "[]"', /^1:1 \| error \| .* answers with something else than a mapping \| it must print a JSON object$/],
    ['echo "{"', /^1:1 \| error \| this '\{' is never closed/],
    [`echo '{"g": {"hosts": "h1"}}'`, /^1:17 \| error \| The hosts of 'g' are no list$/],
    [`echo '{"g": {"vars": [1]}}'`, /^1:16 \| error \| The variables of 'g' are no mapping$/],
    [`echo '{"g": null}'`, /^1:7 \| error \| The group 'g' is neither a mapping nor a list of hosts$/],
    [`echo '{"_meta": {"hostvars": []}}'`, /^1:24 \| error \| '_meta.hostvars' is no mapping$/],
    [
      `echo '{"g": {"children": ["g"]}, "_meta": {"hostvars": {}}}'`,
      /^1:20 \| error \| The group 'g' cannot be a child of 'g': a group cannot hold itself$/,
    ],
    [
      `echo careful >&2; echo '{"_meta": {"hostvars": {}}}'`,
      /^- \| warning \| The inventory script '.*' said: careful$/,
    ],
  ];
  for (const [body, problem] of failures) {
    it(`tells of a script that does ${body}`, async () => {
      script(body);
      const { problems } = await load(files.path(), ['inv.sh']);
      expect(problems.map(told)).to.have.length(1);
      expect(told(problems[0] ?? expect.fail())).to.match(problem);
    });
  }

  it('tells of a script that cannot be executed', async () => {
    script('import os', 0o644);
    const { problems } = await load(files.path(), ['inv.sh']);
    expect(problems.map(told)).to.deep.equal([
      `1:1 | error | '${files.path('inv.sh')}' is a script, but not executable | chmod +x ${files.path('inv.sh')}`,
    ]);
  });

  it('takes text for text, whatever its mode', async () => {
    files.write('hosts', 'a\nb\n', 0o755);
    expect(hostNames((await load(files.path(), ['hosts'])).inventory)).to.deep.equal(['a', 'b']);
  });

  it('runs nothing where scripts are not enabled', async () => {
    script(`touch ${files.path('ran')}\necho '{}'`);
    const { problems } = await load(files.path(), ['inv.sh'], {
      environment: { ANSIBLE_INVENTORY_ENABLED: 'yaml,ini' },
    });
    expect(problems.map(told)).to.have.length(1);
    expect(() => readFileSync(files.path('ran'))).to.throw();
  });
});

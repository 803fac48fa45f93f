import { expect } from 'chai';
import { hostLayers } from '../../../src/load/inventory/layers.ts';
import { mergeVariables } from '../../../src/load/vars/merge.ts';
import { Vault } from '../../../src/load/vault/vault.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { scratch } from '../../support/scratch.ts';
import { groupLines, hostNames, load, type TestLoad, told, written } from './support.ts';

describe('inventory sources', () => {
  const files = scratch();
  const short = (lines: readonly string[]): readonly string[] =>
    lines.map((line) => line.replaceAll(`${files.path()}/`, ''));
  const problemsOf = async (sources: readonly string[], options?: TestLoad): Promise<readonly string[]> =>
    short((await load(files.path(), sources, options)).problems.map(told));

  it('takes a name without extension for what its text is', async () => {
    files.write('a', 'all: {hosts: {y: }}\n');
    files.write('b', 'i\n[g]\nj k=1\n');
    files.write('c', '{"all": {"hosts": {"z": {}}}}');
    files.write('d.example.com', '# nothing but an INI file\nx\n');
    const { inventory, problems } = await load(files.path(), ['a', 'b', 'c', 'd.example.com']);
    expect([hostNames(inventory), problems]).to.deep.equal([['y', 'z', 'i', 'x', 'j'], []]);
  });

  it('reads the files of a directory in order, without those that are no sources', async () => {
    const ini = (group: string): string => `[${group}]\nh_${group}\n`;
    for (const name of ['02-b', '03-a', 'sub/z', 'd.inv'])
      files.write(`inv/${name}`, ini(name.replace(/^.*[-/]|\..*$/g, '')));
    for (const name of [
      '01.ini',
      'x.cfg',
      '.hidden',
      'n.txt',
      'o.orig',
      'p~',
      'q.bak',
      'r.pyc',
      '.git/y',
      'group_vars/all',
      'host_vars/h_a',
      'my.retry',
    ]) {
      files.write(`inv/${name}`, ini('bad'));
    }
    files.write('inv/y.yml', 'all: {hosts: {hy: }}');
    const { inventory } = await load(files.path(), ['inv']);
    expect(groupLines(inventory)).to.deep.equal([
      'all: ungrouped/ b/ a/ d/ z/ hy',
      'ungrouped: hy',
      'b: h_b',
      'a: h_a',
      'd: h_d',
      'z: h_z',
    ]);
  });

  it('leaves out what the configuration says', async () => {
    for (const name of ['a', 'b.off', 'c-old', 'd.bak']) files.write(`inv/${name}`, `${name.charAt(0)}\n`);
    const environment = { ANSIBLE_INVENTORY_IGNORE: '.off', ANSIBLE_INVENTORY_IGNORE_REGEX: 'old$' };
    expect(hostNames((await load(files.path(), ['inv'], { environment })).inventory)).to.deep.equal(['a', 'd']);
  });

  const lists: readonly (readonly [given: string, enabled: string | undefined, hosts: readonly string[]])[] = [
    ['a,', undefined, ['a']],
    ['a:22, b[1:2] ,,[::1]:44,', undefined, ['a', 'b[1:2]', '::1']],
    ['a,b[1:2]:22,', 'advanced_host_list', ['a', 'b1', 'b2']],
    ['a,b,', 'ansible.builtin.host_list', ['a', 'b']],
  ];
  for (const [given, enabled, hosts] of lists) {
    it(`takes '${given}' for hosts${enabled ? ` with ${enabled}` : ''}`, async () => {
      const environment = enabled === undefined ? {} : { ANSIBLE_INVENTORY_ENABLED: enabled };
      const { inventory, problems } = await load(files.path(), [given], { environment });
      expect([hostNames(inventory), problems]).to.deep.equal([hosts, []]);
    });
  }

  it('takes the ports of listed hosts', async () => {
    const { inventory } = await load(files.path(), ['a:22,[::1]:44,']);
    expect(['a', '::1'].map((name) => written(inventory.hosts.get(name)?.variables ?? []))).to.deep.equal([
      { ansible_port: 22 },
      { ansible_port: 44 },
    ]);
  });

  it('tells hosts which source brought them', async () => {
    files.write('inv/one', 'a\n');
    files.write('two', 'a\nb\n');
    const { inventory } = await load(files.path(), ['inv', 'two', 'c,']);
    const origins = ['a', 'b', 'c'].map((name) =>
      (inventory.hosts.get(name)?.variables ?? []).flatMap((variable) =>
        'value' in variable ? [`${variable.name}=${String(variable.value)}`] : [],
      ),
    );
    expect(origins.map(short)).to.deep.equal([
      ['inventory_file=inv/one', `inventory_dir=${files.path('inv')}`.replace(`${files.path()}/`, '')],
      ['inventory_file=two', `inventory_dir=${files.path()}`],
      ['inventory_file=c,', 'inventory_dir=null'],
    ]);
  });

  it('finds the mistakes of all sources', async () => {
    files.write('a', '[g]\nh x\n');
    files.write('b.yml', 'g: {hosts: [h]}\n');
    files.write('c.toml', '[g]\n');
    expect(await problemsOf(['a', 'b.yml', 'c.toml', 'none'])).to.deep.equal([
      '2:3 | error | \'x\' is no variable of a host | write key=value; a value with spaces needs quotes: key="some value"',
      "1:12 | error | The hosts of the group 'g' are no mapping | write a mapping: end each name with ':' instead of beginning it with '-'",
      "- | error | 'c.toml' is TOML, which is not supported | write it as YAML",
      "- | warning | 'none' is no inventory that can be read | there is no such file; a host by its name needs a comma: 'none,'",
    ]);
  });

  const missing: readonly (readonly [
    environment: Readonly<Record<string, string>>,
    sources: readonly string[],
    problems: readonly string[],
  ])[] = [
    [
      {},
      ['none'],
      [
        "warning | 'none' is no inventory that can be read | there is no such file; a host by its name needs a comma: 'none,'",
      ],
    ],
    [
      { ANSIBLE_INVENTORY_UNPARSED_FAILED: 'yes' },
      ['none'],
      [
        "error | 'none' is no inventory that can be read | there is no such file; a host by its name needs a comma: 'none,'",
      ],
    ],
    [
      { ANSIBLE_INVENTORY_UNPARSED_FAILED: 'yes' },
      ['none', 'h,'],
      [
        "warning | 'none' is no inventory that can be read | there is no such file; a host by its name needs a comma: 'none,'",
      ],
    ],
    [
      { ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: 'yes' },
      ['none', 'h,'],
      [
        "error | 'none' is no inventory that can be read | there is no such file; a host by its name needs a comma: 'none,'",
      ],
    ],
    [{}, ['empty'], ["warning | 'empty' is no inventory that can be read"]],
    // A path is no name of a host.
    [
      {},
      ['inventories/none'],
      ["warning | 'inventories/none' is no inventory that can be read | there is no such file or directory"],
    ],
  ];
  for (const [environment, sources, expected] of missing) {
    it(`says of ${sources} with ${JSON.stringify(environment)}: ${expected}`, async () => {
      files.write('empty/.keep', '');
      const told = await problemsOf(sources, { environment });
      expect(told.filter((line) => !line.includes('no host but localhost'))).to.deep.equal(
        expected.map((line) => `- | ${line}`),
      );
    });
  }

  it('says when nothing but localhost is left', async () => {
    expect(await problemsOf([])).to.deep.equal(['- | warning | No inventory was read: there is no host but localhost']);
    expect(await problemsOf([], { environment: { ANSIBLE_INVENTORY_UNPARSED_WARNING: 'no' } })).to.deep.equal([]);
  });

  it('says of a name that is a group and a host', async () => {
    files.write('hosts', '[web]\nweb\n');
    expect(await problemsOf(['hosts'])).to.deep.equal(["- | warning | 'web' is a group and a host"]);
  });

  it('reads a source that is vaulted', async () => {
    const vault = new Vault([{ label: 'default', password: Buffer.from('x') }]);
    const text = vault.encrypt(Buffer.from('[g]\nh secret=1\n'));
    files.write('hosts', text.ok ? text.value : '');
    expect(hostNames((await load(files.path(), ['hosts'], { vault })).inventory)).to.deep.equal(['h']);
    expect(await problemsOf(['hosts'])).to.deep.equal([
      "1:1 | error | The file 'hosts' is encrypted, and no vault password was given | give it with --ask-vault-pass, --vault-password-file FILE or --vault-id LABEL@FILE",
    ]);
  });

  it('does not tell what stands in a vaulted source', async () => {
    const vault = new Vault([{ label: 'default', password: Buffer.from('x') }]);
    const text = vault.encrypt(Buffer.from('[all:vars]\npassword hunter2\n'));
    files.write('hosts', text.ok ? text.value : '');
    const { problems } = await load(files.path(), ['hosts'], { vault });
    expect(problems.map(told)).to.deep.equal([
      '2:1 | error | Something is wrong here; what is not told, because the file is encrypted',
    ]);
  });

  describe('variables override each other', () => {
    const write = (): void => {
      files.write(
        'a/hosts',
        '[top:children]\nmid\n[mid:children]\nlow\nlow2\n[low]\nh v_host=1\n[low2]\nh\n[all:vars]\ninv_all=1\nboth=inventory\n[low:vars]\nprio=low\nansible_group_priority=5\n[low2:vars]\nprio=low2\n[top:vars]\nboth=top\n',
      );
      files.write('b/hosts', '[top]\nother\n');
      files.write('a/group_vars/all.yml', 'both: all file\nd: {a: 1, n: {x: 1}}\n');
      files.write('a/group_vars/low.yml', 'deep: a low\n');
      files.write('b/group_vars/top.yml', 'deep: b top\n');
      files.write('a/host_vars/h.yml', 'v_host: 2\nd: {b: 2, n: {y: 2}}\n');
    };
    const effective = async (behaviour: 'replace' | 'merge' = 'replace'): Promise<unknown> => {
      const { inventory } = await load(files.path(), ['a/hosts', 'b/hosts']);
      const host = inventory.hosts.get('h') ?? expect.fail();
      const layers = hostLayers(host, inventory);
      return (
        layers.ok &&
        written([
          ...mergeVariables(
            layers.value.flatMap((layer) => layer.variables),
            behaviour,
          ).values(),
        ])
      );
    };

    it('by group, depth, priority and source', async () => {
      write();
      expect(await effective()).to.deep.equal({
        ...{ inv_all: 1, both: 'all file', deep: 'b top', prio: 'low', v_host: 2 },
        d: { b: 2, n: { y: 2 } },
      });
    });

    it('or are merged', async () => {
      write();
      expect(await effective('merge'))
        .to.have.property('d')
        .that.deep.equals({ a: 1, n: { x: 1, y: 2 }, b: 2 });
    });

    it('and the order of levels can be chosen', async () => {
      write();
      const { inventory } = await load(files.path(), ['a/hosts']);
      const host = inventory.hosts.get('h') ?? expect.fail();
      const layers = hostLayers(host, inventory, { precedence: ['all_plugins_inventory', 'groups_inventory'] });
      expect(layers.ok && layers.value.map(({ level, owner }) => `${level} ${owner}`)).to.deep.equal([
        ...['all_plugins_inventory all', 'groups_inventory top', 'groups_inventory low2', 'groups_inventory low'],
        ...['host_inventory h', 'host_plugins_inventory h'],
      ]);
    });

    describeParity('against ansible-inventory', () => {
      for (const behaviour of ['replace', 'merge'] as const) {
        it(`with hash_behaviour=${behaviour}`, async () => {
          write();
          const env = { ANSIBLE_HASH_BEHAVIOUR: behaviour };
          const { stdout } = oracle('ansible-inventory', ['-i', 'a/hosts', '-i', 'b/hosts', '--host', 'h'], {
            cwd: files.path(),
            env,
          });
          expect(await effective(behaviour)).to.deep.equal(JSON.parse(stdout));
        });
      }
    });
  });
});

import { expect } from 'chai';
import { inventoryAsGraph } from '../../../../src/load/inventory/dump/graph.ts';
import { hostAsJson, inventoryAsJson } from '../../../../src/load/inventory/dump/list.ts';
import { hostAsYaml, inventoryAsYaml } from '../../../../src/load/inventory/dump/yaml.ts';
import { openVarsDirectory } from '../../../../src/load/vars/vars-directory.ts';
import { encryptString } from '../../../../src/load/vault/operations.ts';
import { vaultedReader } from '../../../../src/load/vault/read-vaulted.ts';
import { Vault } from '../../../../src/load/vault/vault.ts';
import type { Checked } from '../../../../src/model/diagnostic.ts';
import type { Inventory } from '../../../../src/model/inventory.ts';
import { describeParity, oracle } from '../../../support/oracle.ts';
import { scratch } from '../../../support/scratch.ts';
import { load, told } from '../support.ts';

const vault = new Vault([{ label: 'default', password: Buffer.from('x') }]);
const text = (dump: Checked<string> | undefined): unknown =>
  dump?.ok ? dump.value.trimEnd() : dump?.problems.map(told);

describe('dumping an inventory', () => {
  const files = scratch();
  const inventory = async (): Promise<Inventory> => {
    files.write(
      'hosts',
      '[web]\nw1 b=True n=None f=1e20 u="é"\nw2\n[db]\nw1\n[web:vars]\nv=1\nansible_group_priority=5\n',
    );
    const secret = encryptString(Buffer.from('s3cret'), vault, { name: 'password' });
    files.write(
      'host_vars/w1.yml',
      `${secret.ok ? secret.value : ''}raw: !unsafe "{{ x }}"\nlate: "{{ v }}"\nm: "a\\nb\\n"\n`,
    );
    return (await load(files.path(), ['hosts'])).inventory;
  };

  it('decrypts nothing and renders nothing', async () => {
    const shown = text(inventoryAsGraph(await inventory(), (await inventory()).all, { vars: true }));
    expect(String(shown).split('\n')).to.deep.equal([
      ...['@all:', '  |--@ungrouped:', '  |--@web:', '  |  |--w1', '  |  |  |--{b = True}', '  |  |  |--{f = 1e+20}'],
      ...[
        '  |  |  |--{late = {{ v }}}',
        '  |  |  |--{m = a',
        'b',
        '}',
        '  |  |  |--{n = None}',
        '  |  |  |--{password = (encrypted)}',
      ],
      ...['  |  |  |--{raw = {{ x }}}', '  |  |  |--{u = é}', '  |  |  |--{v = 1}', '  |  |--w2', '  |  |  |--{v = 1}'],
      ...[
        '  |  |--{ansible_group_priority = 5}',
        '  |  |--{v = 1}',
        '  |--@db:',
        '  |  |--w1',
        '  |  |  |--{b = True}',
        '  |  |  |--{f = 1e+20}',
      ],
      ...[
        '  |  |  |--{late = {{ v }}}',
        '  |  |  |--{m = a',
        'b',
        '}',
        '  |  |  |--{n = None}',
        '  |  |  |--{password = (encrypted)}',
      ],
      ...['  |  |  |--{raw = {{ x }}}', '  |  |  |--{u = é}', '  |  |  |--{v = 1}'],
    ]);
  });

  it('knows no variables of a host that is not there', async () => {
    expect(hostAsJson('nobody', await inventory())).to.equal(undefined);
  });

  it('tells what is wrong with a vars file', async () => {
    const broken = await inventory();
    files.write('group_vars/web.yml', '- a\n');
    for (const dump of [
      inventoryAsJson(broken),
      inventoryAsYaml(broken),
      inventoryAsGraph(broken, broken.all, { vars: true }),
    ]) {
      expect(dump.ok).to.equal(false);
    }
  });

  it('shows the files beside the playbook and extra variables too', async () => {
    files.write('play/group_vars/web.yml', 'v: 2\n');
    const playbook = [openVarsDirectory(files.path('play'), { read: vaultedReader(vault) })];
    const extraVars = [{ name: 'e', value: 'x', by: 'test' }];
    expect(text(hostAsJson('w2', await inventory(), { playbook, extraVars }))).to.equal(
      '{\n    "e": "x",\n    "v": 2\n}',
    );
  });

  describeParity('against ansible-inventory', () => {
    const same: readonly (readonly [
      args: readonly string[],
      dump: (found: Inventory) => Checked<string> | undefined,
    ])[] = [
      [['--list'], (found) => inventoryAsJson(found)],
      [['--list', '--export'], (found) => inventoryAsJson(found, { export: true })],
      [['--list', '--yaml'], (found) => inventoryAsYaml(found)],
      [['--list', '--yaml', '--export'], (found) => inventoryAsYaml(found, { export: true })],
      [['--graph', 'web'], (found) => inventoryAsGraph(found, found.groups.get('web') ?? found.all)],
      [['--host', 'w1'], (found) => hostAsJson('w1', found)],
      [['--host', 'w1', '--yaml'], (found) => hostAsYaml(found.hosts.get('w1') ?? expect.fail(), found)],
      [['--host', 'w1', '--export'], (found) => hostAsJson('w1', found, { export: true })],
    ];
    for (const [args, dump] of same) {
      it(args.join(' '), async () => {
        const found = await inventory();
        // The oracle asks for the vault's password only to look at it.
        const env = { ANSIBLE_VAULT_PASSWORD_FILE: files.write('pw', 'x') };
        expect(text(dump(found))).to.equal(
          oracle('ansible-inventory', ['-i', 'hosts', ...args], { cwd: files.path(), env }).stdout.trimEnd(),
        );
      });
    }
  });
});

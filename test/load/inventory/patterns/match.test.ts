import { expect } from 'chai';
import { readIniInventory } from '../../../../src/load/inventory/ini-source.ts';
import { InventoryWriter } from '../../../../src/load/inventory/inventory-writer.ts';
import { HostChooser } from '../../../../src/load/inventory/patterns/choose.ts';
import { readLimit } from '../../../../src/load/inventory/patterns/limit.ts';
import { matchHosts } from '../../../../src/load/inventory/patterns/match.ts';
import { orderHosts } from '../../../../src/load/inventory/patterns/order.ts';
import type { Checked } from '../../../../src/model/diagnostic.ts';
import type { Host } from '../../../../src/model/inventory.ts';
import { MutableInventory } from '../../../../src/model/mutable-inventory.ts';
import { describeParity, oracle } from '../../../support/oracle.ts';
import { scratch } from '../../../support/scratch.ts';
import { told } from '../support.ts';

const text = `zed
alpha
[web]
web3
web1
web2
[db]
db1
web2
[db_2]
x.example.com
10.0.0.5
[eu:children]
web
db
[Mixed]
Host1
fe80::1
2001:db8::5
`;

function inventoryOf(source: string): MutableInventory {
  const inventory = new MutableInventory();
  readIniInventory(
    { path: 'hosts', text: source },
    new InventoryWriter(inventory, { file: 'hosts', directory: '.' }, 'never'),
  );
  inventory.settle();
  return inventory;
}

const inventory = inventoryOf(text);
const all = 'zed alpha x.example.com 10.0.0.5 Host1 fe80::1 2001:db8::5 web3 web1 web2 db1';
const names = (matched: Checked<readonly Host[]>): string =>
  matched.ok ? matched.value.map((host) => host.name).join(' ') : matched.problems.map(told).join('; ');
const warnings = (matched: Checked<readonly Host[]>): readonly string[] =>
  matched.ok ? (matched.warnings ?? []).map(told) : [];

// What `ansible PATTERN --list-hosts` gives, checked against it below.
const table: readonly (readonly [pattern: string, hosts: string])[] = [
  ['all', all],
  ['*', all],
  ['web:db', 'web3 web1 web2 db1'],
  ['web,db', 'web3 web1 web2 db1'],
  ['web db', 'web3 web1 web2 db1'],
  ['db:web', 'db1 web2 web3 web1'],
  ['web, db', 'web3 web1 web2 db1'],
  ['web::db', 'web3 web1 web2 db1'],
  ['web1,,db1', 'web1 db1'],
  ['web1:web1', 'web1'],
  ['alpha:zed', 'alpha zed'],
  ['web:!web1', 'web3 web2'],
  ['!web1', 'zed alpha x.example.com 10.0.0.5 Host1 fe80::1 2001:db8::5 web3 web2 db1'],
  ['!web1:web', 'web3 web2'],
  ['&web', 'web3 web1 web2'],
  ['web:&db', 'web2'],
  ['db:&web:!web2', ''],
  ['eu:!db', 'web3 web1'],
  ['eu', 'web3 web1 web2 db1'],
  ['ungrouped', 'zed alpha'],
  ['web[0]', 'web3'],
  ['web[-1]', 'web2'],
  ['web[0:1]', 'web3 web1'],
  ['web[1:]', 'web1 web2'],
  ['web[1:9]', 'web1 web2'],
  ['web[2:1]', ''],
  ['web[5:]', ''],
  ['web[2:2]', 'web2'],
  ['web[9:9]', ''],
  ['web[:1]', 'web1'],
  ['web[0-1]', 'web3 web1'],
  ['web3[0]', 'web3'],
  ['all[0:1]', 'zed alpha'],
  ['web[0]:web[2]', 'web3 web2'],
  ['web:!web[0]', 'web1 web2'],
  ['web:&web[0:1]', 'web3 web1'],
  ['w*', 'web3 web1 web2'],
  ['web*[0]', 'web3'],
  ['web?', 'web3 web1 web2'],
  ['*b*', 'web3 web1 web2 db1 x.example.com 10.0.0.5 2001:db8::5'],
  ['web[!1]', 'web3 web2'],
  ['*.example.com', 'x.example.com'],
  ['web2:*', 'web2 zed alpha x.example.com 10.0.0.5 Host1 fe80::1 2001:db8::5 web3 web1 db1'],
  ['~web[12]', 'web1 web2'],
  ['~eb1', ''],
  ['~(web|db)1', 'web1 db1'],
  ['~.*b$', 'web3 web1 web2 db1'],
  ['~web(?=1)', 'web1'],
  ['web:!~.*1', 'web3 web2'],
  ['web1:~db.*', 'web1 db1 web2 x.example.com 10.0.0.5'],
  ['all:!~.*1:&~web|db', 'x.example.com web3 web2'],
  ['10.0.0.5', '10.0.0.5'],
  ['fe80::1', 'fe80::1'],
  ['fe80::1,web1', 'fe80::1 web1'],
  ['all,!fe80::1', 'zed alpha x.example.com 10.0.0.5 Host1 2001:db8::5 web3 web1 web2 db1'],
  ['Mixed', 'Host1 fe80::1 2001:db8::5'],
  ['mixed', ''],
  ['nope', ''],
  ['web:nope', 'web3 web1 web2'],
  ['web:&nope', ''],
  ['localhost', 'localhost'],
  ['localhost:web1', 'localhost web1'],
  ['local*', ''],
  ['web[0', 'web3 web1 web2'],
  ['web&db', ''],
];

describe('host patterns', () => {
  for (const [pattern, hosts] of table) {
    it(`${pattern} is ${hosts || 'nobody'}`, () => {
      expect(names(matchHosts([pattern], inventory))).to.equal(hosts);
    });
  }

  it('takes several patterns as one', () => {
    expect(names(matchHosts(['web', '!web1', '&web[0:1]'], inventory))).to.equal('web3');
  });

  const unmatched: readonly (readonly [pattern: string, warnings: readonly string[]])[] = [
    ['web4', ["- | warning | Could not match supplied host pattern, ignoring: web4 | did you mean 'web'?"]],
    [
      'web:!nope*:&zip',
      [
        '- | warning | Could not match supplied host pattern, ignoring: &zip',
        '- | warning | Could not match supplied host pattern, ignoring: !nope*',
      ],
    ],
    ['web[0-1]', ["- | warning | 'web[0-1]' is an old spelling | write [x:y]; both ends are meant"]],
  ];
  for (const [pattern, expected] of unmatched) {
    it(`warns of ${pattern}: ${expected.length}`, () => {
      expect(warnings(matchHosts([pattern], inventory))).to.deep.equal(expected);
    });
  }

  it('can be told to refuse or to be silent', () => {
    expect(names(matchHosts(['web:nope'], inventory, { mismatch: 'error' }))).to.equal(
      '- | error | Could not match supplied host pattern, ignoring: nope',
    );
    expect(warnings(matchHosts(['web:nope'], inventory, { mismatch: 'ignore' }))).to.deep.equal([]);
  });

  for (const [pattern, count] of [
    ['web[9]', '3 hosts'],
    ['web1:web[-9]', '3 hosts'],
    ['web3[1]', '1 host'],
    ['all:!web[12]', '3 hosts'],
  ] as const) {
    it(`refuses ${pattern}: there is no such host`, () => {
      expect(names(matchHosts([pattern], inventory))).to.match(
        new RegExp(`No hosts matched the subscripted pattern '.*' \\| '.*' has ${count}, counted from 0$`),
      );
    });
  }

  it('refuses what is no regular expression', () => {
    expect(names(matchHosts(['~(web'], inventory))).to.match(/^- \| error \| '\(web' is no regular expression: /);
  });

  it('says nothing of all in an empty inventory', () => {
    expect(matchHosts(['all'], new MutableInventory())).to.deep.equal({ ok: true, value: [], warnings: [] });
  });

  describe('localhost', () => {
    const listed = inventoryOf('a\n127.0.0.1 x=1\nlocalhost2\n');
    it('is the listed host that means this machine', () => {
      expect([names(matchHosts(['localhost'], listed)), names(matchHosts(['::1'], listed))]).to.deep.equal([
        '127.0.0.1',
        '127.0.0.1',
      ]);
    });
    it('is in no group where nobody lists it', () => {
      expect(names(matchHosts(['all:!localhost'], inventory))).to.equal(all);
      expect(matchHosts(['localhost'], inventory))
        .to.have.nested.property('value[0].groups')
        .that.deep.equals([]);
    });
  });

  describe('under a limit', () => {
    const files = scratch();
    const limited: readonly (readonly [pattern: string, limit: readonly string[], hosts: string])[] = [
      ['all', ['web'], 'web3 web1 web2'],
      ['all', ['web:&db'], 'web2'],
      ['web', ['!web1'], 'web3 web2'],
      ['web', ['db1'], ''],
      ['localhost', ['web'], ''],
      ['localhost', ['localhost'], 'localhost'],
      ['all', ['@hosts.txt'], 'web3 web1 db1'],
      ['all', ['@hosts.txt,!web1'], 'web3 db1'],
      ['all', ['@hosts.txt', 'zed'], 'zed web3 web1 db1'],
    ];
    for (const [pattern, limit, hosts] of limited) {
      it(`${pattern} --limit ${limit.join(' ')} is ${hosts || 'nobody'}`, () => {
        files.write('hosts.txt', 'web1\n\ndb1\n web3 \n');
        const patterns = readLimit(limit, files.path());
        const chooser = new HostChooser(inventory, patterns.ok ? patterns.value : ['nobody']);
        expect(names(chooser.choose([pattern]))).to.equal(hosts);
      });
    }

    it('tells of a file that is not there', () => {
      const patterns = readLimit(['@none'], files.path());
      expect(patterns.ok || patterns.problems.map(told)).to.deep.equal([
        `- | error | --limit @none: cannot read ${files.path('none')}: there is no such file`,
      ]);
    });

    it('looks at the inventory anew for each play', () => {
      const growing = inventoryOf('a\n');
      const chooser = new HostChooser(growing, ['late']);
      expect(names(chooser.choose(['all']))).to.equal('');
      growing.addHost('b', 'late');
      growing.settle();
      expect(names(chooser.choose(['all']))).to.equal('b');
    });
  });

  describe('order', () => {
    const hosts = matchHosts(['web:db'], inventory);
    const given = hosts.ok ? hosts.value : [];
    const named = (ordered: readonly Host[]): string => ordered.map((host) => host.name).join(' ');
    it('is that of the inventory, of names, or backwards', () => {
      expect([
        named(orderHosts(given, 'inventory')),
        named(orderHosts(given, 'reverse_inventory')),
        named(orderHosts(given, 'sorted')),
        named(orderHosts(given, 'reverse_sorted')),
      ]).to.deep.equal(['web3 web1 web2 db1', 'db1 web2 web1 web3', 'db1 web1 web2 web3', 'web3 web2 web1 db1']);
    });
    it('can be left to chance, and loses nobody', () => {
      const orders = new Set(Array.from({ length: 60 }, () => named(orderHosts(given, 'shuffle'))));
      expect(orders.size).to.be.greaterThan(1);
      for (const order of orders) expect(order.split(' ').sort()).to.deep.equal(['db1', 'web1', 'web2', 'web3']);
    });
  });

  describeParity('against ansible --list-hosts', () => {
    const files = scratch();
    it('has the same hosts in the same order for the whole table', () => {
      files.write('hosts', text);
      // One run for all patterns: the oracle takes most of a second to start.
      const plays = table.map(([pattern]) => ({
        hosts: pattern,
        gather_facts: false,
        tasks: [{ debug: { msg: '{{ ansible_play_hosts_all | join(" ") }}' }, run_once: true }],
      }));
      files.write('plays.yml', JSON.stringify(plays));
      const { stdout } = oracle('ansible-playbook', ['-i', 'hosts', 'plays.yml'], { cwd: files.path() });
      const theirs = stdout
        .split(/^PLAY (?=\[)/m)
        .slice(1)
        .map((play) => /"msg": "(.*)"/.exec(play)?.[1] ?? '');
      expect(theirs.map((hosts, index) => [table[index]?.[0], hosts])).to.deep.equal(
        table.map(([pattern, hosts]) => [pattern, hosts]),
      );
    });
  });
});

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig, type SettingOrigin } from '../../../src/load/config/config.ts';
import { controlPath } from '../../../src/load/config/control-path.ts';
import type { Setting, SettingValue } from '../../../src/load/config/setting.ts';
import { allSettings, settings } from '../../../src/load/config/settings/index.ts';
import type { Diagnostic } from '../../../src/model/diagnostic.ts';
import { lineAndColumn, placeOf } from '../../../src/model/source.ts';
import { PyFloat } from '../../../src/model/value.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { scratch } from '../../support/scratch.ts';

const told = ({ severity, message, span, hint }: Diagnostic): string =>
  [span ? lineAndColumn(span.file, span.start).line : '-', severity, message, hint].filter(Boolean).join(' | ');

describe('configuration', () => {
  const files = scratch();
  const load = (text: string | undefined, environment: Readonly<Record<string, string>> = {}) => {
    if (text !== undefined) files.write('ansible.cfg', text);
    return loadConfig({
      cwd: files.path(),
      environment: { HOME: '/home/me', ...environment },
      system: files.path('none'),
    });
  };

  const read: readonly (readonly [
    title: string,
    setting: Setting,
    text: string,
    value: SettingValue | ((cwd: string) => SettingValue),
  ])[] = [
    ['a number', settings.DEFAULT_FORKS, 'defaults.forks = 20 ; many', 20],
    ['a number with underscores', settings.DEFAULT_VERBOSITY, 'defaults.verbosity = 1_0', 10],
    ['yes', settings.DIFF_ALWAYS, 'diff.always=On', true],
    ['no', settings.HOST_KEY_CHECKING, 'defaults.host_key_checking = False', false],
    ['an empty switch', settings.DEFAULT_ASK_PASS, 'defaults.ask_pass =', false],
    ['text in quotes', settings.DEFAULT_REMOTE_USER, "defaults.remote_user = 'bob'", 'bob'],
    ['a quote that is part of the text', settings.DEFAULT_REMOTE_USER, 'defaults.remote_user = "x\'', '"x\''],
    ['empty text', settings.DEFAULT_MANAGED_STR, 'defaults.ansible_managed=', ''],
    [
      'text that is expanded later',
      settings['connection/ssh/control_path'],
      'ssh_connection.control_path=%(directory)s/%%h',
      '%(directory)s/%%h',
    ],
    ['a list', settings.CALLBACKS_ENABLED, 'defaults.callbacks_enabled = a, \'b\' , "c d",', ['a', 'b', 'c d', '']],
    ['a list over lines', settings.DEFAULT_GATHER_SUBSET, 'defaults.gather_subset = !all\n  ,min', ['!all', 'min']],
    ['a path', settings.RETRY_FILES_SAVE_PATH, 'defaults.retry_files_save_path=sub/x', (cwd) => join(cwd, 'sub/x')],
    ['no path', settings.DEFAULT_LOG_PATH, 'defaults.log_path=', null],
    [
      'paths',
      settings.DEFAULT_ROLES_PATH,
      'defaults.roles_path=./roles:~/r:$HOME/x:${NONE}/x:{{CWD}}/y:{{CONFIG_DIR}}/z:{{ANSIBLE_HOME}}/q:/abs/../b',
      (cwd) => [
        `${cwd}/roles`,
        '/home/me/r',
        '/home/me/x',
        `${cwd}/\${NONE}/x`,
        `${cwd}/y`,
        `${cwd}/z`,
        '/home/me/.ansible/q',
        '/b',
      ],
    ],
    [
      'paths with commas',
      settings.DEFAULT_HOST_LIST,
      'defaults.inventory = hosts, ./more ,/abs',
      (cwd) => [`${cwd}/hosts`, `${cwd}/more`, '/abs'],
    ],
    ['a choice', settings.DEFAULT_HASH_BEHAVIOUR, 'defaults.hash_behaviour=merge', 'merge'],
    [
      'the later of two spellings',
      settings.COLLECTIONS_PATHS,
      'defaults.collections_path=x\ncollections_paths=y',
      (cwd) => [`${cwd}/x`],
    ],
    [
      'a setting of a plugin',
      settings['connection/ssh/timeout'],
      'defaults.timeout=30\n[ssh_connection]\ntimeout=5',
      5,
    ],
  ];
  for (const [title, setting, text, value] of read) {
    it(`reads ${title}`, () => {
      const [, section, entry] = /^(\w+)\.(.*)$/s.exec(text) ?? [];
      const { config, problems } = load(`[${section}]\n${entry}\n`);
      expect(problems.map(told)).to.deep.equal([]);
      expect(config.get(setting)).to.deep.equal(typeof value === 'function' ? value(files.path()) : value);
    });
  }

  it('says who set a setting: the environment before the file', () => {
    const { config } = load('[defaults]\nforks=3\ntimeout=4\n', {
      ANSIBLE_FORKS: ' 7 ',
      ANSIBLE_TIMEOUT: '',
      ANSIBLE_REMOTE_USER: '',
    });
    const place = (origin: SettingOrigin): string =>
      origin.kind === 'file'
        ? placeOf(origin.span).replace(/^.*\//, '')
        : origin.kind === 'environment'
          ? origin.name
          : 'default';
    const asked = [
      settings.DEFAULT_FORKS,
      settings.DEFAULT_TIMEOUT,
      settings.DEFAULT_REMOTE_USER,
      settings.DEFAULT_BECOME,
    ];
    expect(asked.map((setting) => [config.get<SettingValue>(setting), place(config.origin(setting))])).to.deep.equal([
      [7, 'ANSIBLE_FORKS'],
      [4, 'ansible.cfg:3:9'],
      ['', 'ANSIBLE_REMOTE_USER'],
      [false, 'default'],
    ]);
  });

  it('finds all wrong values, old and misspelt names at once', () => {
    const { config, problems, notes } = load(
      [
        '[defaults]',
        'forks = 1.5',
        'gathering = sometimes',
        'host_key_checking = maybe',
        'callback_whitelist = timer',
        'callback_enabled = timer',
        'nocows = maybe',
        'my_own_plugin_setting = x',
        '[ssh_connection]',
        'pipelining = True',
      ].join('\n'),
      { ANSIBLE_TIMEOUT: 'soon' },
    );
    expect(problems.map(told)).to.have.members([
      "2 | error | '1.5' is no value for 'forks' | expected a whole number",
      "3 | error | 'sometimes' is no value for 'gathering' | expected one of explicit, implicit, smart",
      "4 | error | 'maybe' is no value for 'host_key_checking' | expected yes or no",
      "- | error | 'soon' is no value for 'ANSIBLE_TIMEOUT' | expected a whole number",
      "5 | warning | 'callback_whitelist' is an old spelling | write callbacks_enabled",
      "6 | warning | 'callback_enabled' is not a known setting | did you mean 'callbacks_enabled'?",
    ]);
    expect(notes.map(told)).to.deep.equal([
      "7 | warning | 'nocows' has no effect: there are no cows",
      "8 | warning | 'my_own_plugin_setting' is not a known setting",
      "10 | warning | 'pipelining' has no effect: no file of a module is copied to hosts",
    ]);
    expect(config.get(settings.DEFAULT_FORKS)).to.equal(5);
  });

  it('answers lookup("config")', () => {
    const { config } = load('[defaults]\nforks=3\nroles_path=r\n');
    const names = [
      'DEFAULT_FORKS',
      'DEFAULT_ROLES_PATH',
      'DEFAULT_INTERNAL_POLL_INTERVAL',
      'shell/sh/remote_tmp',
      'NONSENSE',
    ];
    expect(names.map((name) => config.lookup(name))).to.deep.equal([
      3,
      [files.path('r')],
      new PyFloat(0.001),
      '~/.ansible/tmp',
      undefined,
    ]);
  });

  it('takes ANSIBLE_HOME for the paths below it', () => {
    const { config } = load('[defaults]\nhome = ./h\n');
    expect(config.get(settings.ANSIBLE_HOME)).to.equal(files.path('h'));
    expect(config.get(settings.DEFAULT_ROLES_PATH)).to.deep.equal([
      files.path('h/roles'),
      '/usr/share/ansible/roles',
      '/etc/ansible/roles',
    ]);
  });

  const sockets: readonly (readonly [written: string, path: string | undefined])[] = [
    ['', undefined],
    ['control_path = %(directory)s/%%h-%%p-%%r', '/home/me/.ansible/cp/%h-%p-%r'],
    ['control_path = /tmp/ssh-%%C\ncontrol_path_dir = ~/other', '/tmp/ssh-%C'],
    ['control_path = %(directory)s/%%C\ncontrol_path_dir = ~/other', '/home/me/other/%C'],
  ];
  for (const [written, path] of sockets) {
    it(`expands '${written.replace('\n', '; ')}' to ${path}`, () => {
      const { config } = load(`[ssh_connection]\n${written}\n`);
      expect(controlPath(config, { HOME: '/home/me' })).to.equal(path);
    });
  }

  describe('is found', () => {
    const find = (environment: Readonly<Record<string, string>> = {}) =>
      loadConfig({
        cwd: files.path('cwd'),
        environment: { HOME: files.path('home'), ...environment },
        system: files.path('etc/ansible.cfg'),
      });
    const places = ['cwd/ansible.cfg', 'home/.ansible.cfg', 'etc/ansible.cfg', 'own/ansible.cfg'] as const;
    const cases: readonly (readonly [
      there: readonly (typeof places)[number][],
      environment: string | undefined,
      found: string | undefined,
    ])[] = [
      [places, undefined, 'cwd/ansible.cfg'],
      [places.slice(1), undefined, 'home/.ansible.cfg'],
      [places.slice(2), undefined, 'etc/ansible.cfg'],
      [places, 'own/ansible.cfg', 'own/ansible.cfg'],
      [places, 'own', 'own/ansible.cfg'],
      [places, 'gone', 'cwd/ansible.cfg'],
      [[], undefined, undefined],
    ];
    for (const [there, environment, found] of cases) {
      it(`of [${there}] with ANSIBLE_CONFIG ${environment}: ${found}`, () => {
        files.write('cwd/.keep', '');
        for (const name of there) files.write(name, '[defaults]\nforks=9\n');
        const { config, problems } = find(environment === undefined ? {} : { ANSIBLE_CONFIG: files.path(environment) });
        expect([config.path, problems]).to.deep.equal([found && files.path(found), []]);
      });
    }

    it('not in a directory that everybody can write to', () => {
      files.write('cwd/ansible.cfg', '[defaults]\nforks=9\n');
      chmodSync(files.path('cwd'), 0o777);
      const { config, problems } = find();
      expect([config.path, problems.map(told)]).to.deep.equal([
        undefined,
        [
          `- | warning | '${files.path('cwd/ansible.cfg')}' is not read: everybody can write to '${files.path('cwd')}' | take that right away (chmod o-w), or name the file in ANSIBLE_CONFIG`,
        ],
      ]);
      expect(find({ ANSIBLE_CONFIG: files.path('cwd/ansible.cfg') }).config.path).to.equal(
        files.path('cwd/ansible.cfg'),
      );
    });
  });

  describeParity('against ansible-config', () => {
    it('knows every setting, where it is written, and its default', () => {
      const program = 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout, default=str)';
      const listed = oracle('ansible-config', ['list'], { cwd: files.path() }).stdout;
      const theirs: unknown = JSON.parse(oracle('python3', ['-c', program], { input: listed }).stdout);
      const ours = Object.fromEntries(
        [...allSettings]
          .filter(([name]) => !name.includes('/'))
          .map(([name, { ini, env }]) => [name, places(ini, env)]),
      );
      expect(ours).to.deep.equal(
        Object.fromEntries(Object.entries(Object(theirs)).map(([name, row]) => [name, theirPlaces(row)])),
      );
    });

    it('has the same defaults', () => {
      const dump = oracle('ansible-config', ['dump'], { cwd: files.path(), env: { HOME: '/home/me' } }).stdout;
      const { config } = load(undefined);
      const theirs = new Set(dump.replace(/ = \((.*)\)$/gm, ' = [$1]').split('\n'));
      const different = [...allSettings]
        .filter(([name]) => !name.includes('/'))
        .map(([name, setting]) => `${name}(default) = ${python(config.get(setting))}`)
        .filter((line) => !theirs.has(line));
      expect(different).to.have.members([
        'ANSIBLE_NOCOLOR(default) = False', // set for the oracle
        'CONFIG_FILE(default) = None', // shown without an origin
        'CONNECTION_FACTS_MODULES(default) = None', // a dict, about network devices
        'DEFAULT_LOCAL_TMP(default) = /home/me/.ansible/tmp', // the oracle makes a directory in it
      ]);
    });

    it('has the same values as it for one file', () => {
      files.write('ansible.cfg', sample);
      const dump = oracle('ansible-config', ['dump', '--only-changed'], {
        cwd: files.path(),
        env: { HOME: '/home/me' },
      }).stdout;
      const { config } = load(undefined);
      const changed = [...allSettings]
        .filter(([name, setting]) => !name.includes('/') && config.origin(setting).kind !== 'default')
        .map(([name, setting]) => `${name}(${config.path}) = ${python(config.get(setting))}`);
      expect(changed.sort()).to.deep.equal(
        dump
          .trim()
          .split('\n')
          .filter((line) => line.includes(`(${config.path})`))
          .sort(),
      );
    });
  });
});

const sample = `[defaults]
forks = 20 ; inline
inventory = hosts, ./more ,/abs
roles_path = ./roles:~/r:$HOME/x:{{CWD}}/y
host_key_checking = False
ansible_managed = "quoted {{file}}"
callbacks_enabled = a, 'b' , "c d",
remote_user = 'bob'
retry_files_save_path = sub/x
executable: /bin/bash # not a comment
vault_password_file = ~/.vp
vault_identity_list = a@b, c@~/d
verbosity = 1_0
fact_caching_connection=$HOME/facts
force_valid_group_names = ignore
[diff]
always = yes
context = 5
[privilege_escalation]
become = true
become_user = admin
[inventory]
unparsed_is_failed=true
ignore_extensions = .a, .b
[tags]
run=a,b
`;

function python(value: SettingValue): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'object' && value !== null) return `[${value.map((item) => `'${item}'`).join(', ')}]`;
  return value === null ? 'None' : String(value);
}

function places(ini: readonly string[], env: readonly string[]): unknown {
  return { ini, env };
}

function theirPlaces(row: unknown): unknown {
  const { ini, env }: { ini?: readonly { section: string; key: string }[]; env?: readonly { name: string }[] } =
    Object(row);
  return places(
    (ini ?? []).map(({ section, key }) => `${section}.${key}`),
    (env ?? []).map(({ name }) => name),
  );
}

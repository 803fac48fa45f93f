import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import apk from '../../modules/apk.ts';
import dnf from '../../modules/dnf.ts';
import gem from '../../modules/gem.ts';
import npm from '../../modules/npm.ts';
import pacman from '../../modules/pacman.ts';
import snap from '../../modules/snap.ts';
import zypper from '../../modules/zypper.ts';
import { type Plain, toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import type { Module } from '../../src/module/module.ts';
import { undoAll } from '../../src/plan/undo-run.ts';
import { World } from '../../src/plan/world.ts';
import { controllerFiles } from '../support/controller-files.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';

/** A program in the place of a package manager: sh text that answers `$*`; what it is told to change is kept in a file. */
interface Case {
  readonly name: string;
  readonly module: Module;
  readonly programs: Readonly<Record<string, string>>;
  readonly args: Readonly<Record<string, Plain>>;
  /** What was run to change something, in order; nothing where nothing was to be done. */
  readonly runs?: readonly string[];
  readonly undo?: readonly string[];
  readonly fails?: string;
  readonly result?: Readonly<Record<string, unknown>>;
}

// What only asks is answered; everything else is written down.
const answering = (asks: string): string => `case "$*" in\n${asks}\n*) echo "\${0##*/} $*" >>"$LOG";; esac`;

const APK =
  answering(`"-e info bash"|"-e info jq") ;; "-e info"*) exit 1;; "version -- jq") echo "jq-1.5-r0 < 1.6-r0";; version*) ;;
"upgrade --simulate"*) echo "(1/1) Upgrading jq"; echo "OK: 9 MiB";;`);
const PACMAN =
  answering(`"-Sgq base-devel") echo gcc; echo make;; -Sgq*) exit 1;; "-Q gcc"|"-Q jq") echo x 1;; -Q\\ *) exit 1;;
"-Qu jq") echo jq 1 -\\> 2;; "-Qu") echo jq 1 -\\> 2;; -Qu*) exit 1;; "-Qe jq") ;; -Qe*) exit 1;;`);
const ZYPPER =
  answering(`*--dry-run*nosuch*) echo "No provider of 'nosuch' found."; exit 104;; *--dry-run*old*) echo "Nothing to do.";;
*--dry-run*) printf 'The following NEW package is going to be installed:\\n  jq libjq\\n\\n';;`);
const RPM = 'case "$*" in *tree*) ;; *) exit 1;; esac';
const NPM =
  answering(`*" --json --depth=0"*) echo '{"dependencies":{"pm2":{"version":"5.0.0"},"gone":{"required":"1","missing":true}}}';;
"outdated"*pm2*|"outdated --json") echo '{"pm2":{"current":"5.0.0"}}'; exit 1;; outdated*) echo '{}';;`).replace(
    '*" --json',
    'ls" --json',
  );
const GEM = answering(
  `list*--local*rake*) echo "rake (13.0.6, default: 12.0.0)";; list*--remote*) echo "rake (13.1.0 ruby java)";; list*) ;;`,
);
const SNAP =
  answering(`list) printf 'Name Version Rev Tracking Publisher Notes\\ncore 1 2 stable c -\\nlxd 5 3 stable c disabled\\n';;
"get -d core") echo '{"a": {"b": "1"}, "n": 5}';; get*) exit 1;;`);
const one = (name: string, program: string) => ({ [name]: program });

const CASES: readonly Case[] = [
  {
    name: 'fails where dnf refuses in words of its own',
    module: dnf,
    programs: { dnf: 'echo "You have enabled checking of packages via GPG keys." >&2; exit 1', rpm: 'exit 1' },
    args: { name: ['jq'] },
    fails: 'the package manager cannot do that: You have enabled checking of packages via GPG keys.',
  },
  {
    name: 'installs what is missing',
    module: apk,
    programs: one('apk', APK),
    args: { name: ['bash', 'tree'], world: 'DIR/world' },
    runs: ['apk add tree'],
    undo: ['apk del --purge tree'],
    result: { packages: ['tree'] },
  },
  {
    name: 'upgrades what is old',
    module: apk,
    programs: one('apk', APK),
    args: { name: ['bash', 'jq'], world: 'DIR/world', state: 'latest', no_cache: true },
    runs: ['apk add --upgrade --no-cache jq'],
  },
  {
    name: 'leaves what is there',
    module: apk,
    programs: one('apk', APK),
    args: { name: ['bash', 'jq'], world: 'DIR/world' },
  },
  {
    name: 'removes what is there',
    module: apk,
    programs: one('apk', APK),
    args: { name: ['bash', 'tree'], world: 'DIR/world', state: 'absent' },
    runs: ['apk del --purge bash'],
  },
  {
    name: 'upgrades everything',
    module: apk,
    programs: one('apk', APK),
    args: { upgrade: true, update_cache: true },
    runs: ['apk update', 'apk upgrade'],
  },
  { name: 'wants apk', module: apk, programs: {}, args: { name: 'x' }, fails: 'the host has no apk' },
  {
    name: 'installs a group',
    module: pacman,
    programs: one('pacman', PACMAN),
    args: { name: ['base-devel', 'jq'] },
    runs: ['pacman --sync --noconfirm --noprogressbar --needed make'],
    undo: ['pacman --remove --noconfirm --recursive make'],
    result: { packages: ['make'] },
  },
  {
    name: 'upgrades what is old',
    module: pacman,
    programs: one('pacman', PACMAN),
    args: { name: ['gcc', 'jq'], state: 'latest', extra_args: '--overwrite "*"' },
    runs: ['pacman --sync --noconfirm --noprogressbar --needed --overwrite * jq'],
  },
  {
    name: 'reads the repositories',
    module: pacman,
    programs: one('pacman', PACMAN),
    args: { update_cache: true },
    runs: ['pacman --sync --refresh'],
    result: { cache_updated: true },
  },
  {
    name: 'sets the reason',
    module: pacman,
    programs: one('pacman', PACMAN),
    args: { name: ['gcc', 'jq'], reason: 'explicit', reason_for: 'all' },
    runs: ['pacman -D --asexplicit gcc'],
    undo: ['pacman -D --asdeps gcc'],
  },
  {
    name: 'removes what is there',
    module: pacman,
    programs: one('pacman', PACMAN),
    args: { name: ['jq', 'tree'], state: 'absent', force: true },
    runs: ['pacman --remove --noconfirm --noprogressbar --nodeps --nodeps jq'],
  },
  {
    name: 'upgrades everything',
    module: pacman,
    programs: one('pacman', PACMAN),
    args: { upgrade: true },
    runs: ['pacman -Su --noconfirm --noprogressbar'],
    result: { packages: ['jq'] },
  },
  { name: 'wants pacman', module: pacman, programs: {}, args: { name: 'x' }, fails: 'the host has no pacman' },
  {
    name: 'installs what is missing',
    module: zypper,
    programs: { zypper: ZYPPER, rpm: RPM },
    args: { name: ['tree', 'jq'] },
    runs: ['zypper --quiet --non-interactive install --type package --auto-agree-with-licenses --no-recommends -- jq'],
  },
  { name: 'leaves what is there', module: zypper, programs: { zypper: ZYPPER, rpm: RPM }, args: { name: 'tree' } },
  {
    name: 'finds that there is nothing newer',
    module: zypper,
    programs: { zypper: ZYPPER, rpm: RPM },
    args: { name: 'old', state: 'latest' },
  },
  {
    name: 'removes what is there',
    module: zypper,
    programs: { zypper: ZYPPER, rpm: RPM },
    args: { name: ['tree', 'jq'], state: 'absent', clean_deps: true },
    runs: ['zypper --quiet --non-interactive remove --type package --clean-deps -- tree'],
  },
  {
    name: 'finds what is nowhere',
    module: zypper,
    programs: { zypper: ZYPPER, rpm: RPM },
    args: { name: 'nosuch' },
    fails: 'No package found',
  },
  {
    name: 'installs one version',
    module: npm,
    programs: one('npm', NPM),
    args: { name: 'pm2', version: '5.1.0', global: true },
    runs: ['npm install --global pm2@5.1.0'],
    undo: ['npm install --global pm2@5.0.0'],
  },
  {
    name: 'leaves what is there',
    module: npm,
    programs: one('npm', NPM),
    args: { name: 'pm2', version: '5.0.0', global: true },
  },
  {
    name: 'installs what package.json names',
    module: npm,
    programs: one('npm', NPM),
    args: { path: 'DIR', production: true, registry: 'http://r' },
    runs: ['npm install --production --registry http://r'],
  },
  {
    name: 'updates what is old',
    module: npm,
    programs: one('npm', NPM),
    args: { name: 'pm2', state: 'latest', global: true },
    runs: ['npm update --global pm2'],
  },
  {
    name: 'removes what is there',
    module: npm,
    programs: one('npm', NPM),
    args: { name: 'pm2', state: 'absent', path: 'DIR' },
    runs: ['npm uninstall pm2'],
    undo: ['npm install pm2@5.0.0'],
  },
  {
    name: 'leaves what is gone',
    module: npm,
    programs: one('npm', NPM),
    args: { name: 'gone', state: 'absent', path: 'DIR' },
  },
  {
    name: 'wants a path',
    module: npm,
    programs: one('npm', NPM),
    args: { name: 'x' },
    fails: 'path must be specified when not using global',
  },
  {
    name: 'wants npm',
    module: npm,
    programs: {},
    args: { name: 'x', global: true },
    fails: 'the host has no npm; install it',
  },
  {
    name: 'installs a gem',
    module: gem,
    programs: one('gem', GEM),
    args: { name: 'foo', version: '1.0', user_install: false },
    runs: ['gem install --norc --version 1.0 --no-user-install --no-document foo'],
    undo: ['gem uninstall --norc --all --executable --force foo'],
  },
  {
    name: 'leaves one that is there',
    module: gem,
    programs: one('gem', GEM),
    args: { name: 'rake', version: '12.0.0' },
  },
  {
    name: 'installs the newest',
    module: gem,
    programs: one('gem', GEM),
    args: { name: 'rake', state: 'latest' },
    runs: ['gem install --norc --version 13.1.0 --user-install --no-document rake'],
  },
  {
    name: 'removes one',
    module: gem,
    programs: one('gem', GEM),
    args: { name: 'rake', state: 'absent' },
    runs: ['gem uninstall --norc --all --executable rake'],
  },
  {
    name: 'installs snaps, and sets them',
    module: snap,
    programs: one('snap', SNAP),
    args: { name: ['core', 'certbot'], classic: true, options: ['core:a.b=2', 'core:n=5'] },
    runs: ['snap install --classic certbot', 'snap set core a.b=2'],
    undo: ['snap set core a.b=1', 'snap remove --purge certbot'],
    result: { snaps_installed: ['certbot'], options_changed: ['core:a.b=2'] },
  },
  { name: 'leaves what is there', module: snap, programs: one('snap', SNAP), args: { name: ['core', 'lxd'] } },
  {
    name: 'enables one',
    module: snap,
    programs: one('snap', SNAP),
    args: { name: ['core', 'lxd'], state: 'enabled' },
    runs: ['snap enable lxd'],
    undo: ['snap disable lxd'],
  },
  {
    name: 'removes one',
    module: snap,
    programs: one('snap', SNAP),
    args: { name: ['lxd', 'x'], state: 'absent' },
    runs: ['snap remove lxd'],
    result: { snaps_removed: ['lxd'] },
  },
  {
    name: 'wants snaps that are there',
    module: snap,
    programs: one('snap', SNAP),
    args: { name: 'x', state: 'disabled' },
    fails: 'the snap x is not installed',
  },
];

describe('package managers', () => {
  const dir = scratch();
  for (const { name, module, programs, args, runs = [], undo, fails, result } of CASES) {
    const word = module.summary.replace(/^Manage /, '');
    it(`${word}: ${name}`, async () => {
      dir.write('world', 'bash\njq\n');
      dir.write('log', '');
      // Only what scripts need is there beside the manager.
      for (const tool of ['sh', 'sed', 'grep', 'tr'])
        dir.write(`bin/${tool}`, `#!/bin/sh\nPATH=/usr/bin:/bin exec ${tool} "$@"\n`, 0o755);
      for (const [program, text] of Object.entries(programs))
        dir.write(`bin/${program}`, `#!/bin/sh\n${text}\n`, 0o755);
      const lane = shellExchange([
        '/usr/bin/env',
        '-i',
        `PATH=${dir.path('bin')}`,
        `LOG=${dir.path('log')}`,
        '/bin/sh',
      ]);
      const given = new Map(
        Object.entries(args).map(([key, value]) => [
          key,
          toValue(value === 'DIR/world' ? dir.path('world') : value === 'DIR' ? dir.path('.') : value),
        ]),
      );
      const run = (world?: World) =>
        executeModule(module, given, {
          lane,
          ...(world && { world }),
          diff: true,
          files: controllerFiles('/'),
          expandPath: (path) => path,
          sleep: async () => undefined,
        });
      const log = (): readonly string[] =>
        readFileSync(dir.path('log'), 'utf8')
          .split('\n')
          .filter((line) => line !== '');
      const check = await run(new World());
      expect(log(), 'check touched nothing').to.deep.equal([]);
      const first = await run();
      if (fails !== undefined) {
        expect([check.result.failed, first.result.failed]).to.deep.equal([true, true]);
        expect(String(first.result.msg)).to.include(fails);
        return;
      }
      expect(log(), String(first.result.msg)).to.deep.equal(runs);
      expect([check.result.changed, first.result.changed]).to.deep.equal([runs.length > 0, runs.length > 0]);
      expect(check.changes).to.deep.equal(first.changes);
      if (result) expect(first.result).to.deep.include(result);
      if (undo === undefined) return;
      dir.write('log', '');
      expect((await undoAll(lane, first.performed)).problems).to.deep.equal([]);
      expect(log()).to.deep.equal(undo);
    });
  }
});

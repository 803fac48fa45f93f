// Plans for packages of Python: what is there is read from files; only where that does not do is pip asked, first what it would do.

import { costlyRun } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { Command } from '../../plan/command.ts';
import type { RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, stage } from '../../plan/plan.ts';
import { splitWords } from '../../plan/words.ts';
import { comparePep440 } from '../../template/text/version/pep440.ts';
import { type Installed, pipLook, placeOf, predicted, readPip } from './installed.ts';
import { makesVenv, type PipParams, pipArguments, wantedOf } from './params.ts';
import { canonical, type Requirement, satisfies } from './requirement.ts';

interface Course {
  readonly params: PipParams;
  readonly seen: RunSeen;
  readonly installed: Installed;
}

/** The plan from what is installed. */
export function planPip(params: PipParams, seen: RunSeen): Plan {
  const read = readPip(seen, params);
  if (!read.ok) return { changes: [], failed: read.problem };
  const course = { params, seen, installed: read.installed };
  const wanted = wantedOf(params);
  if (course.installed.pip.length === 0) return planNew(course, wanted);
  const needed = params.state === 'absent' ? presentOf(course, wanted) : missingOf(course, wanted);
  const result = fields(params, command(course, wanted).argv);
  if (needed.length === 0 && params.requirements === undefined) return { changes: [], changed: false, result };
  if (params.state === 'absent' || !canTry(course.installed) || needed.some(isSource) || params.editable)
    return planUnasked(course, needed);
  return tried(course, needed, result);
}

// What pip itself must judge counts as missing.
function missingOf({ params, installed }: Course, wanted: readonly Requirement[]): readonly Requirement[] {
  if (params.state !== 'present' || params.editable) return wanted;
  return wanted.filter((one) => {
    const version = one.name === undefined ? undefined : installed.packages.get(one.name);
    return version === undefined || !satisfies(version, one);
  });
}

function presentOf({ installed }: Course, wanted: readonly Requirement[]): readonly Requirement[] {
  return wanted.filter((one) => one.name === undefined || installed.packages.has(one.name));
}

// pip installs sources anew each time; whether that changed something only shows afterwards.
const isSource = ({ text }: Requirement): boolean => /^(git|hg|svn|bzr)\+/.test(text);

/** `pip install --dry-run` came with pip 22.2. */
function canTry({ packages }: Installed): boolean {
  const version = packages.get('pip');
  return version !== undefined && comparePep440(version, '22.2') >= 0;
}

function command({ params, installed }: Course, wanted: readonly Requirement[], ...further: readonly string[]) {
  const { virtualenv, chdir, umask } = params;
  const [program = `${virtualenv}/bin/pip3`, ...rest] = installed.pip;
  const argv: readonly [string, ...string[]] = [program, ...rest, ...pipArguments(params, wanted), ...further];
  return {
    argv,
    env: { LC_ALL: 'C.UTF-8', PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' },
    ...(chdir !== undefined && { cwd: chdir }),
    ...(umask !== undefined && { umask }),
  } satisfies Command;
}

function fields(params: PipParams, cmd: readonly string[]): Result {
  const { name = null, requirements = null, state, version = null, virtualenv = null } = params;
  return { cmd, name, requirements, state, version, virtualenv, ...outputs('', '') };
}

function outputs(stdout: string, stderr: string): Result {
  const lines = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  return { stdout, stderr, stdout_lines: lines(stdout), stderr_lines: lines(stderr) };
}

// An environment that is still to be made has nothing yet, so that pip need not be asked.
function planNew(course: Course, wanted: readonly Requirement[]): Plan {
  const { params } = course;
  if (params.state === 'absent') return { changes: [], changed: false, result: fields(params, []) };
  const nothing = wanted.length === 0 && params.requirements === undefined;
  const result = fields(params, nothing ? making(course).command.argv : command(course, wanted).argv);
  const names = new Map(wanted.map((one) => [one.name ?? canonical(one.text), pinned(one)]));
  const make = making(course);
  const install = nothing ? [] : [installing(course, wanted, names, { cannot: 'it goes with the environment' })];
  return {
    changes: [make, ...install],
    changed: true,
    result,
    next: stage({
      looks: {},
      plan: (_seen, performed) => {
        const output = (name: 'stdout' | 'stderr'): string =>
          performed.map((one) => one[name].toString('utf8')).join('');
        return { changes: [], changed: true, result: { ...result, ...outputs(output('stdout'), output('stderr')) } };
      },
    }),
  };
}

const pinned = ({ specifiers }: Requirement): string =>
  specifiers.find(({ operator }) => operator === '==')?.version ?? '0';

function making({ params, seen }: Course) {
  const { virtualenv = '', virtualenv_command, virtualenv_python, virtualenv_site_packages } = params;
  const [program = 'virtualenv', ...rest] = splitWords(virtualenv_command);
  const python = virtualenv_python ?? (makesVenv(virtualenv_command) ? undefined : 'python3');
  const argv: readonly [string, ...string[]] = [
    program,
    ...rest,
    ...(virtualenv_site_packages ? ['--system-site-packages'] : []),
    ...(python === undefined ? [] : [`-p${python}`]),
    virtualenv,
  ];
  return {
    kind: 'run',
    title: `make the virtual environment ${virtualenv}`,
    command: {
      argv,
      ...(params.chdir !== undefined && { cwd: params.chdir }),
      ...(params.umask !== undefined && { umask: params.umask }),
    },
    touches: [`path:${virtualenv}`],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: pipLook(params), value: predicted(seen, params, new Map()) }],
    undo: { argv: ['rm', '-rf', '--', virtualenv] },
    diff: { before: '', after: `${virtualenv}\n`, header: 'virtual environments' },
  } as const satisfies RunCommand;
}

function installing(
  course: Course,
  wanted: readonly Requirement[],
  packages: ReadonlyMap<string, string | undefined>,
  undo: RunCommand['undo'],
): RunCommand {
  const { params, seen, installed } = course;
  const what = params.requirements ?? wanted.map((one) => one.text).join(' ');
  const side = (version: (name: string) => string | undefined): string =>
    [...packages.keys()].flatMap((name) => version(name) ?? []).join('');
  const line = (name: string, version: string | undefined): string | undefined =>
    version === undefined ? undefined : `${name} ${version}\n`;
  return {
    kind: 'run',
    title: `${params.state === 'absent' ? 'uninstall' : 'install'} ${what}`,
    command: command(course, wanted),
    touches: [placeOf(params)],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: pipLook(params), value: predicted(seen, params, packages) }],
    undo,
    diff: {
      before: side((name) => line(name, installed.packages.get(name))),
      after: side((name) => line(name, packages.get(name))),
      header: 'Python packages',
    },
  };
}

// What pip would do is asked first, so that check mode shows the same, and a name that is nowhere is found out there too.
function tried(course: Course, wanted: readonly Requirement[], result: Result): Plan {
  return {
    changes: [],
    next: stage({
      looks: { trial: costlyRun(command(course, wanted, '--dry-run'), [placeOf(course.params)]) },
      plan: ({ trial }) => {
        const stdout = trial.stdout.toString('utf8');
        const stderr = trial.stderr.toString('utf8');
        if (trial.code !== 0) return failure(command(course, wanted).argv, stdout, stderr);
        const packages = wouldInstall(stdout);
        const isSame = course.params.state !== 'forcereinstall' && packages.size === 0;
        if (isSame) return { changes: [], changed: false, result: { ...result, ...outputs(stdout, stderr) } };
        return perform(course, wanted, installing(course, wanted, packages, undoInstall(course, packages)));
      },
    }),
  };
}

function failure(cmd: readonly string[], stdout: string, stderr: string): Plan {
  return { changes: [], failed: `stdout: ${stdout}\n:stderr: ${stderr}`, result: { cmd, stdout, stderr } };
}

function wouldInstall(stdout: string): ReadonlyMap<string, string> {
  const words = /^Would install (.+)$/m.exec(stdout)?.[1]?.split(' ') ?? [];
  return new Map(words.map((word) => [canonical(word.replace(/-[^-]+$/, '')), word.replace(/^.*-/, '')]));
}

function undoInstall(course: Course, packages: ReadonlyMap<string, string>): RunCommand['undo'] {
  const { installed } = course;
  const replaced = [...packages.keys()].filter((name) => installed.packages.has(name));
  if (replaced.length > 0) return { cannot: `${replaced.join(', ')}: the version that was there may no longer be had` };
  const [program = 'pip', ...rest] = installed.pip;
  return { argv: [program, ...rest, 'uninstall', '-y', ...packages.keys()] };
}

// Without asking pip first: what is taken away is known, and old ones cannot be asked.
function planUnasked(course: Course, wanted: readonly Requirement[]): Plan {
  const isRemoval = course.params.state === 'absent';
  const names = new Map(wanted.map((one) => [one.name ?? canonical(one.text), isRemoval ? undefined : pinned(one)]));
  const why = isRemoval
    ? 'the version that was there may no longer be had'
    : 'pip does not tell beforehand what it installs';
  return perform(
    course,
    wanted,
    installing(course, wanted, names, { cannot: `${wanted.map((one) => one.text).join(' ')}: ${why}` }),
  );
}

// Only when it is done it is known whether sources or a file of requirements changed anything.
function perform(course: Course, wanted: readonly Requirement[], change: RunCommand): Plan {
  const { params } = course;
  const sources = wanted.some(isSource) || params.editable;
  const [program = 'pip', ...rest] = course.installed.pip;
  const listing = sources ? costlyRun({ argv: [program, ...rest, 'freeze'] }, [placeOf(params)]) : undefined;
  const cmd = command(course, wanted).argv;
  const install = (before: RunSeen | undefined): Plan => ({
    changes: [change],
    changed: true,
    result: fields(params, cmd),
    next: stage({
      looks: { listing },
      plan: ({ listing: after }, [done]) => {
        if (!done) return { changes: [], changed: true };
        const result = {
          ...fields(params, cmd),
          ...outputs(done.stdout.toString('utf8'), done.stderr.toString('utf8')),
        };
        const said = /^\s*Successfully (un)?installed /m.test(done.stdout.toString('utf8'));
        const differs = before === undefined || after === undefined || !before.stdout.equals(after.stdout);
        return { changes: [], changed: said && differs, result };
      },
    }),
  });
  if (listing === undefined) return install(undefined);
  return { changes: [], next: stage({ looks: { listing }, plan: (seen) => install(seen.listing) }) };
}

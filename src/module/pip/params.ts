// The parameters of pip, and the words they become.

import { splitWords } from '../../plan/words.ts';
import { bool, choice, list, mode, type Params, type ParamsOf, path, text } from '../params.ts';
import { type Requirement, requirementsOf } from './requirement.ts';

export const pipParams = {
  name: list(text('A package.'), 'What to install: names, with versions (a>=1,<2), paths and addresses.').optional(),
  version: text('The version, where one package is named without.').optional(),
  requirements: text('A file of requirements on the host.').optional(),
  state: choice(['present', 'absent', 'latest', 'forcereinstall'], 'What the packages shall be.').default('present'),
  virtualenv: path('A virtual environment to install into; it is made where it is missing.').optional(),
  virtualenv_command: path('The program that makes it, such as python3 -m venv.').default('virtualenv'),
  virtualenv_python: text('The Python it is made for.').optional(),
  virtualenv_site_packages: bool('It sees the packages of the system.').default(false),
  executable: path('Another pip.').optional(),
  editable: bool('Install sources so that changes to them take effect.').default(false),
  extra_args: text('Further arguments of pip.').optional(),
  chdir: path('Directory to run pip in.').optional(),
  umask: mode("What is left out of the permissions of new files, such as '0022'.").optional(),
} satisfies Params;

export type PipParams = ParamsOf<typeof pipParams>;

/** Why these make no sense together. */
export function refusePip(params: PipParams): string | undefined {
  const { name, requirements, version, state, virtualenv, virtualenv_command, virtualenv_python } = params;
  const wanted = name === undefined ? [] : requirementsOf(name);
  if (name === undefined && requirements === undefined) return 'one of the following is required: name, requirements';
  if (name !== undefined && requirements !== undefined) return 'parameters are mutually exclusive: name|requirements';
  if (params.executable !== undefined && virtualenv !== undefined)
    return 'parameters are mutually exclusive: executable|virtualenv';
  if (version !== undefined && state === 'latest') return 'version is incompatible with state=latest';
  if (version !== undefined && wanted.length > 1)
    return "'version' is ambiguous with more than one package; write the versions behind the names";
  if (version !== undefined && wanted.some((one) => one.specifiers.length > 0))
    return "'version' conflicts with the version behind the name; leave one of them out";
  if (virtualenv_python !== undefined && makesVenv(virtualenv_command))
    return 'virtualenv_python should not be used when using the venv module or pyvenv as virtualenv_command';
  return undefined;
}

/** Whether a command is Python's own, which takes no interpreter. */
export const makesVenv = (command: string): boolean => /(^|\/)pyvenv\b|\s-m\s+venv\b/.test(command);

/** What is asked for, each with its version. */
export function wantedOf({ name = [], version }: PipParams): readonly Requirement[] {
  const wanted = requirementsOf(name);
  const [only] = wanted;
  if (version === undefined || only === undefined) return wanted;
  return requirementsOf([/^[<>=!~]/.test(version) ? `${only.text}${version}` : `${only.text}==${version}`]);
}

/** The arguments of pip for requirements (or the file of them). */
export function pipArguments(params: PipParams, wanted: readonly Requirement[]): readonly string[] {
  const { state, requirements, editable, extra_args } = params;
  const verb = {
    present: ['install'],
    latest: ['install', '-U'],
    forcereinstall: ['install', '-U', '--force-reinstall'],
    absent: ['uninstall', '-y'],
  }[state];
  const names = wanted.flatMap((one) => (editable && state !== 'absent' ? ['-e', one.text] : [one.text]));
  return [
    ...verb,
    ...(extra_args === undefined ? [] : splitWords(extra_args)),
    ...names,
    ...(requirements === undefined ? [] : ['-r', requirements]),
  ];
}

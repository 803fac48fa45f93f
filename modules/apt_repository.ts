// Adds and removes repositories of apt.

import {
  aptRepositoryLooks,
  aptRepositoryParams,
  aptSource,
  defineModule,
  planAptRepository,
} from '../src/module/index.ts';

export default defineModule({
  summary: 'Add and remove repositories of apt',
  description:
    'Each goes into a file of its own in /etc/apt/sources.list.d; one that is there but switched off is switched on. Where the repositories cannot be read afterwards, the change is taken back and the task fails.',
  params: aptRepositoryParams,
  returns: { repo: 'the source, as it was asked for', state: 'the state that was asked for' },
  examples: [
    {
      name: 'Add a repository with a key of its own',
      yaml: 'apt_repository:\n  repo: deb [signed-by=/etc/apt/keyrings/docker.asc] https://download.docker.com/linux/debian bookworm stable\n  filename: docker',
    },
    {
      name: 'Remove one',
      yaml: 'apt_repository:\n  repo: deb http://archive.example.org/debian stable main\n  state: absent',
    },
  ],
  refuse: ({ repo, filename }) => {
    if (repo.trim() === '') return "Please set argument 'repo' to a non-empty value";
    if (filename?.includes('/') && !filename.startsWith('/'))
      return `'filename' is '${filename}'; it is the name of a file in /etc/apt/sources.list.d, or a whole path`;
    if (repo.startsWith('ppa:'))
      return /^ppa:[^/]+(\/[^/]+)?$/.test(repo) ? undefined : `Invalid repository string: ${repo}`;
    return aptSource(repo)?.enabled ? undefined : `Invalid repository string: ${repo}`;
  },
  look: (given) => aptRepositoryLooks(given),
  plan: (given, seen) => planAptRepository(given, seen),
});

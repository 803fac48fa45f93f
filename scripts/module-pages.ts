// The pages of docs/modules: one for each module of tsplay, from its declaration, and an index by family.

import { exampleTask, type Manual, type ManualParameter, manualOf } from '../src/module/manual.ts';
import { Catalogue } from '../src/module/registry.ts';

/** Families in the order of the index. What is in none of them goes by its collection. */
const FAMILIES: readonly (readonly [title: string, names: string])[] = [
  [
    'Files',
    'acl archive assemble blockinfile copy fetch file find get_url htpasswd ini_file lineinfile replace slurp stat synchronize tempfile template unarchive xattr xml',
  ],
  ['Commands', 'command expect raw script shell'],
  [
    'Packages',
    'apk apt apt_key apt_repository deb822_repository debconf dnf dnf_versionlock dpkg_selections gem npm package package_facts pacman pip rpm_key snap yum yum_repository zypper',
  ],
  ['Accounts', 'authorized_key getent group known_hosts pam_limits sudoers user'],
  [
    'System',
    'alternatives at capabilities cron filesystem gather_facts hostname kernel_blacklist locale_gen lvg lvol modprobe mount parted ping reboot seboolean sefcontext selinux seport service service_facts setup sysctl systemd systemd_service timezone',
  ],
  ['Network', 'firewalld iptables iptables_state login_check nmcli port_check ufw uri wait_for wait_for_connection'],
  ['Source code', 'git subversion'],
  [
    'The run itself',
    'add_host assert async_status debug fail group_by include_vars pause set_fact set_stats validate_argument_spec',
  ],
];
const BY_COLLECTION: readonly (readonly [collection: string, title: string])[] = [
  ['community.docker', 'Containers'],
  ['community.postgresql', 'Databases'],
  ['community.mysql', 'Databases'],
];
const GENERATED = '<!-- Made by `npm run docs` from the declarations in modules/. -->';

/** Every page by its file name. */
export async function modulePages(catalogue = new Catalogue()): Promise<ReadonlyMap<string, string>> {
  const manuals = new Map<string, Manual>();
  for (const word of catalogue.names()) {
    const found = await catalogue.resolve(word);
    if (found) manuals.set(word, manualOf(found.name, found.module));
  }
  const pages = [...manuals].map(([word, manual]) => [`${word}.md`, page(word, manual)] as const);
  return new Map([['README.md', index(manuals)], ...pages]);
}

function index(manuals: ReadonlyMap<string, Manual>): string {
  const families = new Map<string, string[]>(FAMILIES.map(([title]) => [title, []]));
  for (const [word, { name, summary }] of manuals) {
    const title = familyOf(word, name);
    families.set(title, [...(families.get(title) ?? []), `| [${word}](${word}.md) | ${cell(summary)} |`]);
  }
  const sections = [...families]
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => `## ${title}\n\n| module | what it does |\n|---|---|\n${rows.join('\n')}\n`);
  return `${GENERATED}

# Modules

What tsplay has itself, so that a host needs nothing but a POSIX shell. Modules of collections and your own in Python run too, by the Python of the
host; \`tsplay modules\` lists both, \`tsplay modules NAME\` shows these pages in the terminal, and \`tsplay lint\` tells what a playbook needs.

A module plans changes as data, from its parameters and what was seen of the host. So check mode shows exactly what a run would do and lets later tasks
see it, \`--diff\` shows before and after, and a second run finds nothing to do. Results have \`changed\`, \`failed\`, \`skipped\` and \`msg\` beside their own fields.

${sections.join('\n')}`;
}

function familyOf(word: string, name: string): string {
  const family = FAMILIES.find(([, names]) => names.split(' ').includes(word))?.[0];
  return family ?? BY_COLLECTION.find(([collection]) => name.startsWith(`${collection}.`))?.[1] ?? 'Others';
}

function page(word: string, manual: Manual): string {
  const { name, summary, description, parameters, results, notes, examples } = manual;
  const sections = [
    `# ${word}`,
    `${markdown(summary)}.`,
    `Its full name is \`${name}\`.${description === '' ? '' : ` ${markdown(description)}`}`,
    '## Parameters',
    parameters.length === 0 ? 'None.' : table(['parameter', 'type', 'default', 'meaning'], parameters.map(row)),
    '## Results',
    results.length === 0
      ? 'None of its own.'
      : table(
          ['field', 'meaning'],
          results.map(([field, meaning]) => [`\`${field}\``, cell(meaning)]),
        ),
    '## Notes',
    notes.map((note) => `- ${note}`).join('\n'),
    ...(examples.length === 0 ? [] : ['## Examples', `\`\`\`yaml\n${examples.map(exampleTask).join('\n\n')}\n\`\`\``]),
  ];
  return `${GENERATED}\n\n${sections.join('\n\n')}\n`;
}

function row(parameter: ManualParameter): readonly string[] {
  const { name, type, required, defaultText, choices, aliases, secret, freeForm, doc } = parameter;
  const meaning = [
    doc,
    ...(freeForm ? ["It may also be written as text behind the module's name."] : []),
    ...(choices.length === 0 ? [] : [`One of ${choices.map(code).join(', ')}.`]),
    ...(aliases.length === 0 ? [] : [`Also written ${aliases.map(code).join(', ')}.`]),
    ...(secret ? ['It is never shown.'] : []),
  ];
  const value = required ? '*required*' : defaultText === undefined ? '' : code(defaultText);
  return [code(name), type, value, cell(meaning.join(' '))];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function cell(text: string): string {
  return markdown(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

// Names with stars and underlines are text, not emphasis; what stands between backquotes is left alone.
function markdown(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/[*_<\\]/g, (sign) => `\\${sign}`)))
    .join('');
}

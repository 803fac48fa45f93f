// How the examples of the manual are run: on which lab host, what must be there before, and which cannot be run and why.

import type { Manual } from '../../src/module/manual.ts';
import { exampleTask } from '../../src/module/manual.ts';

/** What the examples of one module need. Where nothing is said, they run on a debian host as they are. */
export interface Needs {
  readonly on?: 'debian' | 'el';
  /** Shell text for the host. */
  readonly given?: string;
  /** Variables, as YAML in braces. */
  readonly vars?: string;
  /** Tasks before, as YAML. */
  readonly before?: string;
  /** Examples that are loaded and checked, but not run: their names, or all; and why. */
  readonly cannot?: Readonly<Record<string, string>>;
}

/** Stands for every example of a module. */
const ALL = '*';
const INTERNET = 'it needs a server on the internet';
const DISK = 'it needs a disk, which lab hosts have not';
const FILTER = 'one mistake cuts the run off its host; test/lab/modules/packet-filters.test.ts runs such rules';
const SELINUX = 'it needs a kernel with SELinux, which lab hosts have not';
const absent = (program: string): Needs => ({ cannot: { [ALL]: `no lab host has ${program}` } });
const FACTS = '- setup:';

const NEEDS: Readonly<Record<string, Needs>> = {
  acl: { given: 'mkdir -p /etc/app /srv/shared; touch /etc/app/key.pem; getent group staff || groupadd staff' },
  alternatives: {
    given: `mkdir -p /opt/jdk/bin; printf '#!/bin/sh\\n' | tee /usr/bin/vim.basic /opt/jdk/bin/java /opt/jdk/bin/javac
chmod +x /usr/bin/vim.basic /opt/jdk/bin/java*; update-alternatives --install /usr/bin/editor editor /usr/bin/vim.basic 1`,
  },
  apk: absent('apk'),
  apt_key: { cannot: { 'Trust a key': INTERNET } },
  apt_repository: { cannot: { 'Add a repository with a key of its own': INTERNET } },
  archive: {
    given: 'mkdir -p /var/log/app /srv/app; echo x | tee /var/log/app/a.log.1 /srv/app/main.c',
    cannot: { 'A zip without what is built': 'no lab host has zip' },
  },
  assemble: { given: 'mkdir -p /etc/app/conf.d; echo a=1 >/etc/app/conf.d/10-a' },
  assert: { vars: '{port: 80}' },
  async_status: { before: '- command: "true"\n  async: 30\n  poll: 0\n  register: job' },
  authorized_key: { given: 'id alice || useradd -m alice' },
  blockinfile: { vars: '{machines: [{name: one, address: 192.0.2.1}, {name: two, address: 192.0.2.2}]}' },
  capabilities: { given: 'cp /bin/true /usr/local/bin/server' },
  command: { given: 'mkdir -p /opt/in/app && tar -C /opt/in -cf /opt/app.tar app' },
  deb822_repository: { cannot: { 'Add a repository with its key': INTERNET } },
  dnf: { on: 'el' },
  dnf_versionlock: { on: 'el' },
  dpkg_selections: { given: 'apt-get -q -y install nginx' },
  docker_compose_v2: absent('docker'),
  docker_container: absent('docker'),
  docker_image: absent('docker'),
  docker_image_pull: absent('docker'),
  docker_login: absent('docker'),
  docker_network: absent('docker'),
  docker_volume: absent('docker'),
  fail: { on: 'el', before: FACTS },
  file: { given: 'mkdir -p /srv/app-2.1' },
  filesystem: { cannot: { [ALL]: DISK } },
  firewalld: { given: 'systemctl start firewalld' },
  gem: absent('gem'),
  get_url: { cannot: { [ALL]: INTERNET } },
  git: { cannot: { [ALL]: INTERNET } },
  group_by: { before: FACTS },
  htpasswd: { given: 'mkdir -p /etc/nginx', vars: '{alices_password: secret}' },
  ini_file: { given: 'mkdir -p /etc/dnf; touch /etc/dnf/automatic.conf; printf "[main]\\ndebug = 1\\n" >/etc/foo.ini' },
  iptables: { cannot: { [ALL]: FILTER } },
  iptables_state: { cannot: { [ALL]: 'test/lab/modules/iptables-state.test.ts runs both' } },
  login_check: {
    // Only a server that takes keys alone refuses every password.
    given: `printf '%s no\\n' PasswordAuthentication KbdInteractiveAuthentication >/etc/ssh/sshd_config; echo UsePAM yes >>/etc/ssh/sshd_config
systemctl reload ssh
id alice || useradd -m alice; install -d -m 700 -o alice ~alice/.ssh; echo 'alice ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/alice
printf '%s\\n' '{{ lookup("file", "~/.ssh/id_ed25519.pub") }}' >~alice/.ssh/authorized_keys; chown alice: ~alice/.ssh/authorized_keys`,
  },
  lvg: { cannot: { [ALL]: DISK } },
  lvol: { cannot: { [ALL]: DISK } },
  modprobe: { cannot: { [ALL]: 'lab hosts have no kernel modules of their own' } },
  mount: { cannot: { 'A data disk': DISK } },
  mysql_db: absent('mysql'),
  mysql_user: absent('mysql'),
  nmcli: absent('nmcli'),
  npm: absent('npm'),
  pacman: absent('pacman'),
  parted: { cannot: { [ALL]: DISK } },
  pip: { cannot: { [ALL]: INTERNET } },
  postgresql_db: absent('psql'),
  postgresql_ext: absent('psql'),
  postgresql_privs: absent('psql'),
  postgresql_user: absent('psql'),
  port_check: { cannot: { 'The web server answers': 'lab hosts have no certificate for a web server' } },
  // Its own host: what the other examples did to the debian one may keep it from coming back.
  reboot: { on: 'el' },
  replace: {
    given: `mkdir -p /etc/apache2/sites-available
printf '<VirtualHost *>\\nServerName x\\n</VirtualHost>\\n' >/etc/apache2/sites-available/default.conf`,
  },
  rpm_key: { on: 'el', cannot: { 'Trust a key that must be the right one': INTERNET } },
  seboolean: { cannot: { [ALL]: SELINUX } },
  sefcontext: { cannot: { [ALL]: SELINUX } },
  selinux: { cannot: { [ALL]: SELINUX } },
  seport: { cannot: { [ALL]: SELINUX } },
  service: { on: 'el' },
  service_facts: { on: 'el' },
  snap: absent('snap'),
  synchronize: {
    given: 'mkdir -p /var/log/app',
    before: '- delegate_to: localhost\n  file: {path: logs/debian, state: directory}',
  },
  sysctl: { cannot: { 'In a file of its own': 'the kernel lets lab hosts set only net.*' } },
  systemd: { given: 'apt-get -q -y install nginx' },
  systemd_service: { given: 'apt-get -q -y install nginx' },
  ufw: { cannot: { [ALL]: FILTER } },
  unarchive: { cannot: { 'Download and unpack, once': INTERNET } },
  uri: {
    given: `mkdir -p /srv/web/health
systemd-run -q --unit=health --working-directory=/srv/web python3 -m http.server 8080`,
    cannot: { 'Make something by an API': INTERNET },
  },
  user: { given: 'groupadd -f wheel' },
  validate_argument_spec: { vars: '{port: 80}' },
  wait_for: { given: 'apt-get -q -y install nginx && systemctl start nginx' },
  xml: {
    given: `mkdir -p /etc/app; echo '<Server><Service name="x"/></Server>' >/etc/app/server.xml
echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><version>1</version></project>' >/etc/app/pom.xml`,
  },
  xattr: absent('getfattr'),
  yum: { on: 'el' },
  yum_repository: { on: 'el' },
  zypper: absent('zypper'),
};

/** Files that examples take from the controller, beside the playbook. */
export const EXAMPLE_FILES: Readonly<Record<string, string>> = {
  'files/sshd.d/10-first': 'X11Forwarding no\n',
  'files/motd': 'welcome\n',
  'files/admins': '%admins ALL=(ALL) ALL\n',
  'files/site/index.html': '<h1>site</h1>\n',
  'files/bootstrap.sh': '#!/bin/sh\nexit 0\n',
  'files/setup.py': 'print("set up")\n',
  'templates/sshd.conf.j2': 'X11Forwarding no\n',
  'templates/sudoers.j2': '%site ALL=(ALL) ALL\n',
};

/** Why an example is not run; `undefined` where it is. */
export function whyNotRun(word: string, example: string): string | undefined {
  const { cannot = {} } = NEEDS[word] ?? {};
  return cannot[ALL] ?? cannot[example];
}

/** A play with the examples of a module as its tasks: all of them, or those that can be run; `undefined` where none can. */
export function examplePlay(word: string, { examples }: Manual, which: 'all' | 'run'): string | undefined {
  const { on = 'debian', given, vars, before } = NEEDS[word] ?? {};
  const chosen = examples.filter(({ name }) => which === 'all' || whyNotRun(word, name) === undefined);
  if (chosen.length === 0) return undefined;
  const tasks = [
    ...(given === undefined ? [] : [`- name: given\n  shell: |\n${indent(given, 4)}`]),
    ...(before === undefined ? [] : [before]),
    ...chosen.map(exampleTask),
  ];
  return `- name: ${word}
  hosts: ${on}
  gather_facts: false
  ignore_errors: true
  vars: ${vars ?? '{}'}
  tasks:
${indent(tasks.join('\n'), 4)}
`;
}

function indent(text: string, by: number): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : ' '.repeat(by) + line))
    .join('\n');
}

/** Every name under which the table above says something. */
export const exampleNeeds: ReadonlyMap<string, Needs> = new Map(Object.entries(NEEDS));

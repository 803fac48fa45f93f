import aptKey from '../../../modules/apt_key.ts';
import aptRepository from '../../../modules/apt_repository.ts';
import deb822Repository from '../../../modules/deb822_repository.ts';
import debconf from '../../../modules/debconf.ts';
import dpkgSelections from '../../../modules/dpkg_selections.ts';
import { longId } from '../../../src/module/keys/openpgp.ts';
import { onLabHost } from '../../support/lab-host.ts';
import { obeysTheLaws } from '../../support/laws.ts';
import { ONE } from '../../support/openpgp-keys.ts';

const DEB = 'deb http://x.invalid/debian stable main';

describe('sources and answers of Debian packages on a lab host', () => {
  const lab = onLabHost('debian', async (host) => {
    await host.sh(`cat >/root/one <<'E'\n${ONE.armored}E`);
  });
  beforeEach(async () => {
    await lab
      .host()
      .exec(
        'rm -rf /etc/apt/sources.list.d/* /etc/apt/keyrings /etc/apt/trusted.gpg /etc/apt/trusted.gpg.d/one.asc /usr/local/bin/curl',
      );
  });
  const options = {
    exchange: lab.exchange,
    shell: lab.shell,
    state:
      'cd /etc/apt && find sources.list* keyrings trusted.gpg trusted.gpg.d -printf "%p %m %u\\n" 2>/dev/null | sort; find sources.list* keyrings -type f -exec sha1sum {} + 2>/dev/null; :',
  };
  describe('apt_repository', () =>
    obeysTheLaws(
      aptRepository,
      [
        { name: 'adds one', args: { repo: DEB, update_cache: false } },
        {
          name: 'leaves one that is there',
          given: `echo '${DEB}' >/etc/apt/sources.list.d/other.list`,
          args: { repo: DEB },
          changed: false,
        },
        {
          name: 'removes one, file and all',
          given: `echo '${DEB}' >/etc/apt/sources.list.d/other.list`,
          args: { repo: DEB, state: 'absent', update_cache: false },
        },
        {
          name: 'takes back one that cannot be read',
          args: { repo: 'deb [trusted=yes] file:///nosuch ./', update_cache_retries: 0 },
          fails: 'Failed to update apt cache: E:',
          failsWhenApplied: true,
        },
        {
          name: 'adds an archive of Launchpad with its key',
          // What the network would say.
          given: `cat >/usr/local/bin/curl <<'END'
#!/bin/sh
case $(cat) in *launchpad.net/api/1.0/~me/+archive/app*) echo '{"signing_key_fingerprint": "${ONE.fingerprint}"}';; *${ONE.fingerprint}*) cat /root/one;; esac
END
chmod 755 /usr/local/bin/curl`,
          args: { repo: 'ppa:me/app', codename: 'jammy', update_cache: false },
          result: { repo: 'ppa:me/app', state: 'present' },
        },
        {
          name: 'tells what Launchpad said',
          given: 'printf "#!/bin/sh\\necho no >&2; exit 22\\n" >/usr/local/bin/curl; chmod 755 /usr/local/bin/curl',
          args: { repo: 'ppa:me/app', codename: 'jammy' },
          fails: 'failed to fetch PPA information, error was: no',
        },
        { name: 'wants a source', args: { repo: 'nonsense' }, fails: 'Invalid repository string: nonsense' },
      ],
      options,
    ));
  describe('apt_key', () =>
    obeysTheLaws(
      aptKey,
      [
        { name: 'trusts a key everywhere', args: { file: '/root/one' } },
        {
          name: 'removes it from wherever it is',
          given: 'cp /root/one /etc/apt/trusted.gpg.d/one.asc',
          args: { id: longId(ONE.fingerprint), state: 'absent' },
          result: { changed: true },
        },
      ],
      options,
    ));
  describe('deb822_repository', () => {
    const one = {
      name: 'My Repo_1!',
      uris: 'http://x.invalid/debian',
      suites: ['stable', 'stable-updates'],
      components: 'main',
    };
    const text =
      'Components: main\nEnabled: no\nX-Repolib-Name: My Repo_1!\nSigned-By: /etc/apt/keyrings/my-repo-1.asc\nSuites: stable stable-updates\nTypes: deb\nURIs: http://x.invalid/debian\n';
    obeysTheLaws(
      deb822Repository,
      [
        {
          name: 'adds one with its key, which the host fetches',
          args: { ...one, signed_by: 'file:///root/one', enabled: false },
          result: {
            repo: text,
            dest: '/etc/apt/sources.list.d/my-repo-1.sources',
            key_filename: '/etc/apt/keyrings/my-repo-1.asc',
          },
        },
        {
          name: 'adds one with the key in it',
          args: {
            ...one,
            signed_by: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc\n-----END',
            types: ['deb', 'deb-src'],
            mode: '0640',
          },
          result: {
            repo: 'Components: main\nX-Repolib-Name: My Repo_1!\nSigned-By: \n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n -----END\nSuites: stable stable-updates\nTypes: deb deb-src\nURIs: http://x.invalid/debian\n',
          },
        },
        {
          name: 'removes one with its key',
          given: 'mkdir /etc/apt/keyrings; touch /etc/apt/keyrings/a.asc /etc/apt/sources.list.d/a.sources',
          args: { name: 'a', state: 'absent' },
        },
        { name: 'leaves one that is gone', args: { name: 'a', state: 'absent' }, changed: false },
        {
          name: 'wants a key',
          args: { ...one, signed_by: 'file:///etc/hostname' },
          fails: 'there is no public key at',
        },
        { name: 'wants components', args: { ...one, components: null }, fails: "'components' is required" },
      ],
      options,
    );
  });
  describe('debconf and dpkg_selections', () => {
    const state = 'debconf-get-selections | grep ^tzdata | sort; dpkg --get-selections tree';
    const wait = { name: 'tzdata', question: 'tzdata/Areas', vtype: 'select' };
    obeysTheLaws(
      debconf,
      [
        {
          name: 'answers a question',
          given: 'echo tzdata tzdata/Areas select Etc | debconf-set-selections',
          args: { ...wait, value: 'Europe' },
        },
        {
          name: 'leaves an answer',
          given: 'echo tzdata tzdata/Areas select Etc | debconf-set-selections',
          args: { ...wait, value: 'Etc' },
          changed: false,
        },
        { name: 'answers a new one', args: { ...wait, question: 'tzdata/New', vtype: 'password', value: 'a b' } },
        {
          name: 'wants an answer',
          args: { name: 'x', question: 'x/y' },
          fails: 'parameters are required together: question, vtype, value',
        },
      ],
      { ...options, state },
    );
    obeysTheLaws(
      dpkgSelections,
      [
        {
          name: 'holds a package',
          args: { name: 'tree', selection: 'hold' },
          result: { before: 'install', after: 'hold' },
        },
        { name: 'leaves one as it is', args: { name: 'tree', selection: 'install' }, changed: false },
        {
          name: 'wants a package that is known',
          args: { name: 'nosuch', selection: 'hold' },
          fails: "Failed to find package 'nosuch'",
        },
      ],
      { ...options, state },
    );
  });
});

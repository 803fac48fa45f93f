// Settings about ansible-galaxy: accepted without effect, and -v says why.

import { choice, list, path, text, yesNo } from '../setting.ts';

const noGalaxy = { unused: 'it is for ansible-galaxy' } as const;

/** Settings about ansible-galaxy: accepted without effect, and -v says why. */
export const unusedGalaxySettings = {
  GALAXY_CACHE_DIR: path({
    ini: ['galaxy.cache_dir'],
    env: ['ANSIBLE_GALAXY_CACHE_DIR'],
    default: '{{ANSIBLE_HOME}}/galaxy_cache',
    ...noGalaxy,
  }),
  GALAXY_COLLECTION_SKELETON: path({
    ini: ['galaxy.collection_skeleton'],
    env: ['ANSIBLE_GALAXY_COLLECTION_SKELETON'],
    default: null,
    ...noGalaxy,
  }),
  GALAXY_COLLECTION_SKELETON_IGNORE: list({
    ini: ['galaxy.collection_skeleton_ignore'],
    env: ['ANSIBLE_GALAXY_COLLECTION_SKELETON_IGNORE'],
    default: ['^.git$', '^.*/.git_keep$'],
    ...noGalaxy,
  }),
  GALAXY_DISABLE_GPG_VERIFY: yesNo({
    ini: ['galaxy.disable_gpg_verify'],
    env: ['ANSIBLE_GALAXY_DISABLE_GPG_VERIFY'],
    default: false,
    ...noGalaxy,
  }),
  GALAXY_DISPLAY_PROGRESS: yesNo({
    ini: ['galaxy.display_progress'],
    env: ['ANSIBLE_GALAXY_DISPLAY_PROGRESS'],
    default: null,
    ...noGalaxy,
  }),
  GALAXY_GPG_KEYRING: path({
    ini: ['galaxy.gpg_keyring'],
    env: ['ANSIBLE_GALAXY_GPG_KEYRING'],
    default: null,
    ...noGalaxy,
  }),
  GALAXY_IGNORE_CERTS: yesNo({
    ini: ['galaxy.ignore_certs'],
    env: ['ANSIBLE_GALAXY_IGNORE'],
    default: null,
    ...noGalaxy,
  }),
  GALAXY_IGNORE_INVALID_SIGNATURE_STATUS_CODES: list({
    ini: ['galaxy.ignore_signature_status_codes'],
    env: ['ANSIBLE_GALAXY_IGNORE_SIGNATURE_STATUS_CODES'],
    default: null,
    ...noGalaxy,
  }),
  GALAXY_REQUIRED_VALID_SIGNATURE_COUNT: text({
    ini: ['galaxy.required_valid_signature_count'],
    env: ['ANSIBLE_GALAXY_REQUIRED_VALID_SIGNATURE_COUNT'],
    default: '1',
    ...noGalaxy,
  }),
  GALAXY_ROLE_SKELETON: path({
    ini: ['galaxy.role_skeleton'],
    env: ['ANSIBLE_GALAXY_ROLE_SKELETON'],
    default: null,
    ...noGalaxy,
  }),
  GALAXY_ROLE_SKELETON_IGNORE: list({
    ini: ['galaxy.role_skeleton_ignore'],
    env: ['ANSIBLE_GALAXY_ROLE_SKELETON_IGNORE'],
    default: ['^.git$', '^.*/.git_keep$'],
    ...noGalaxy,
  }),
  GALAXY_SERVER: text({
    ini: ['galaxy.server'],
    env: ['ANSIBLE_GALAXY_SERVER'],
    default: 'https://galaxy.ansible.com',
    ...noGalaxy,
  }),
  GALAXY_SERVER_LIST: list({
    ini: ['galaxy.server_list'],
    env: ['ANSIBLE_GALAXY_SERVER_LIST'],
    default: null,
    ...noGalaxy,
  }),
  GALAXY_TOKEN_PATH: path({
    ini: ['galaxy.token_path'],
    env: ['ANSIBLE_GALAXY_TOKEN_PATH'],
    default: '{{ANSIBLE_HOME}}/galaxy_token',
    ...noGalaxy,
  }),
  COLLECTIONS_ON_ANSIBLE_VERSION_MISMATCH: choice(['error', 'ignore', 'warning'], {
    ini: ['defaults.collections_on_ansible_version_mismatch'],
    env: ['ANSIBLE_COLLECTIONS_ON_ANSIBLE_VERSION_MISMATCH'],
    default: 'warning',
    ...noGalaxy,
  }),
  VALIDATE_ACTION_GROUP_METADATA: yesNo({
    ini: ['defaults.validate_action_group_metadata'],
    env: ['ANSIBLE_VALIDATE_ACTION_GROUP_METADATA'],
    default: true,
    ...noGalaxy,
  }),
} as const;

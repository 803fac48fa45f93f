// How another user's rights are taken on.

import { list, path, text, yesNo } from '../setting.ts';

/** How another user's rights are taken on. */
export const becomeSettings = {
  DEFAULT_BECOME: yesNo({
    ini: ['privilege_escalation.become'],
    env: ['ANSIBLE_BECOME'],
    default: false,
    doc: 'Whether tasks become another user',
  }),
  DEFAULT_BECOME_METHOD: text({
    ini: ['privilege_escalation.become_method'],
    env: ['ANSIBLE_BECOME_METHOD'],
    default: 'sudo',
    doc: 'The program by which tasks become another user',
  }),
  DEFAULT_BECOME_USER: text({
    ini: ['privilege_escalation.become_user'],
    env: ['ANSIBLE_BECOME_USER'],
    default: 'root',
    doc: 'The user that tasks become',
  }),
  DEFAULT_BECOME_ASK_PASS: yesNo({
    ini: ['privilege_escalation.become_ask_pass'],
    env: ['ANSIBLE_BECOME_ASK_PASS'],
    default: false,
    doc: 'Whether the password for becoming another user is asked for',
  }),
  BECOME_PASSWORD_FILE: path({
    ini: ['defaults.become_password_file'],
    env: ['ANSIBLE_BECOME_PASSWORD_FILE'],
    default: null,
    doc: 'A file with the password for becoming another user, or a script that prints it',
  }),
  DEFAULT_BECOME_EXE: text({
    ini: ['privilege_escalation.become_exe'],
    env: ['ANSIBLE_BECOME_EXE'],
    default: null,
    doc: 'The path of the become program',
  }),
  DEFAULT_BECOME_FLAGS: text({
    ini: ['privilege_escalation.become_flags'],
    env: ['ANSIBLE_BECOME_FLAGS'],
    default: null,
    doc: 'The options of the become program',
  }),
  BECOME_ALLOW_SAME_USER: yesNo({
    ini: ['privilege_escalation.become_allow_same_user'],
    env: ['ANSIBLE_BECOME_ALLOW_SAME_USER'],
    default: false,
    doc: 'Whether becoming the user we already are is done rather than skipped',
  }),
  'become/sudo/become_user': text({
    ini: ['privilege_escalation.become_user', 'sudo_become_plugin.user'],
    env: ['ANSIBLE_BECOME_USER', 'ANSIBLE_SUDO_USER'],
    default: 'root',
    doc: 'The user to become by sudo',
  }),
  'become/sudo/become_exe': text({
    ini: ['privilege_escalation.become_exe', 'sudo_become_plugin.executable'],
    env: ['ANSIBLE_BECOME_EXE', 'ANSIBLE_SUDO_EXE'],
    default: 'sudo',
    doc: 'The path of sudo',
  }),
  'become/sudo/become_flags': text({
    ini: ['privilege_escalation.become_flags', 'sudo_become_plugin.flags'],
    env: ['ANSIBLE_BECOME_FLAGS', 'ANSIBLE_SUDO_FLAGS'],
    default: '-H -S -n',
    doc: 'The options of sudo',
  }),
  'become/sudo/become_pass': text({
    ini: ['sudo_become_plugin.password'],
    env: ['ANSIBLE_BECOME_PASS', 'ANSIBLE_SUDO_PASS'],
    default: null,
    doc: 'The password for sudo',
  }),
  'become/su/become_user': text({
    ini: ['privilege_escalation.become_user', 'su_become_plugin.user'],
    env: ['ANSIBLE_BECOME_USER', 'ANSIBLE_SU_USER'],
    default: 'root',
    doc: 'The user to become by su',
  }),
  'become/su/become_exe': text({
    ini: ['privilege_escalation.become_exe', 'su_become_plugin.executable'],
    env: ['ANSIBLE_BECOME_EXE', 'ANSIBLE_SU_EXE'],
    default: 'su',
    doc: 'The path of su',
  }),
  'become/su/become_flags': text({
    ini: ['privilege_escalation.become_flags', 'su_become_plugin.flags'],
    env: ['ANSIBLE_BECOME_FLAGS', 'ANSIBLE_SU_FLAGS'],
    default: '',
    doc: 'The options of su',
  }),
  'become/su/become_pass': text({
    ini: ['su_become_plugin.password'],
    env: ['ANSIBLE_BECOME_PASS', 'ANSIBLE_SU_PASS'],
    default: null,
    doc: 'The password for su',
  }),
  'become/su/prompt_l10n': list({
    ini: ['su_become_plugin.localized_prompts'],
    env: ['ANSIBLE_SU_PROMPT_L10N'],
    default: [],
    doc: 'How su asks for the password in other languages',
  }),
  'become/community.general.doas/become_user': text({
    ini: ['privilege_escalation.become_user', 'doas_become_plugin.user'],
    env: ['ANSIBLE_BECOME_USER', 'ANSIBLE_DOAS_USER'],
    default: null,
    doc: 'The user to become by doas',
  }),
  'become/community.general.doas/become_exe': text({
    ini: ['privilege_escalation.become_exe', 'doas_become_plugin.executable'],
    env: ['ANSIBLE_BECOME_EXE', 'ANSIBLE_DOAS_EXE'],
    default: 'doas',
    doc: 'The path of doas',
  }),
  'become/community.general.doas/become_flags': text({
    ini: ['privilege_escalation.become_flags', 'doas_become_plugin.flags'],
    env: ['ANSIBLE_BECOME_FLAGS', 'ANSIBLE_DOAS_FLAGS'],
    default: '',
    doc: 'The options of doas',
  }),
  'become/community.general.doas/become_pass': text({
    ini: ['doas_become_plugin.password'],
    env: ['ANSIBLE_BECOME_PASS', 'ANSIBLE_DOAS_PASS'],
    default: null,
    doc: 'The password for doas',
  }),
  'become/community.general.doas/prompt_l10n': list({
    ini: ['doas_become_plugin.localized_prompts'],
    env: ['ANSIBLE_DOAS_PROMPT_L10N'],
    default: [],
    doc: 'How doas asks for the password',
  }),
} as const;

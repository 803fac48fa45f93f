// How hosts are reached.

import { integer, list, path, text, yesNo } from '../setting.ts';

/** How hosts are reached. */
export const connectionSettings = {
  DEFAULT_TRANSPORT: text({
    ini: ['defaults.transport'],
    env: ['ANSIBLE_TRANSPORT'],
    default: 'smart',
    doc: 'The connection of hosts that name none',
  }),
  DEFAULT_REMOTE_USER: text({
    ini: ['defaults.remote_user'],
    env: ['ANSIBLE_REMOTE_USER'],
    default: null,
    doc: 'The user to log in as',
  }),
  DEFAULT_REMOTE_PORT: integer({
    ini: ['defaults.remote_port'],
    env: ['ANSIBLE_REMOTE_PORT'],
    default: null,
    doc: 'The port to connect to',
  }),
  DEFAULT_PRIVATE_KEY_FILE: path({
    ini: ['defaults.private_key_file'],
    env: ['ANSIBLE_PRIVATE_KEY_FILE'],
    default: null,
    doc: 'The private key to log in with',
  }),
  DEFAULT_TIMEOUT: integer({
    ini: ['defaults.timeout'],
    env: ['ANSIBLE_TIMEOUT'],
    default: 10,
    doc: 'Seconds to wait for a connection',
  }),
  DEFAULT_ASK_PASS: yesNo({
    ini: ['defaults.ask_pass'],
    env: ['ANSIBLE_ASK_PASS'],
    default: false,
    doc: 'Whether the login password is asked for',
  }),
  CONNECTION_PASSWORD_FILE: path({
    ini: ['defaults.connection_password_file'],
    env: ['ANSIBLE_CONNECTION_PASSWORD_FILE'],
    default: null,
    doc: 'A file with the login password, or a script that prints it',
  }),
  HOST_KEY_CHECKING: yesNo({
    ini: ['defaults.host_key_checking'],
    env: ['ANSIBLE_HOST_KEY_CHECKING'],
    default: true,
    doc: 'Whether a host that shows an unknown key is refused',
  }),
  DEFAULT_EXECUTABLE: text({
    ini: ['defaults.executable'],
    env: ['ANSIBLE_EXECUTABLE'],
    default: '/bin/sh',
    doc: 'The shell that runs commands on hosts',
  }),
  'connection/ssh/host_key_checking': yesNo({
    ini: ['defaults.host_key_checking', 'ssh_connection.host_key_checking'],
    env: ['ANSIBLE_HOST_KEY_CHECKING', 'ANSIBLE_SSH_HOST_KEY_CHECKING'],
    default: true,
    doc: 'HOST_KEY_CHECKING, for ssh',
  }),
  'connection/ssh/remote_user': text({
    ini: ['defaults.remote_user'],
    env: ['ANSIBLE_REMOTE_USER'],
    default: null,
    doc: 'The user to log in as by ssh',
  }),
  'connection/ssh/port': integer({
    ini: ['defaults.remote_port'],
    env: ['ANSIBLE_REMOTE_PORT'],
    default: null,
    doc: 'The port to connect to by ssh',
  }),
  'connection/ssh/private_key_file': text({
    ini: ['defaults.private_key_file'],
    env: ['ANSIBLE_PRIVATE_KEY_FILE'],
    default: null,
    doc: 'The private key to log in with by ssh',
  }),
  'connection/ssh/timeout': integer({
    ini: ['defaults.timeout', 'ssh_connection.timeout'],
    env: ['ANSIBLE_TIMEOUT', 'ANSIBLE_SSH_TIMEOUT'],
    default: 10,
    doc: 'Seconds to wait for an ssh connection',
  }),
  'connection/ssh/reconnection_retries': integer({
    ini: ['connection.retries', 'ssh_connection.retries'],
    env: ['ANSIBLE_SSH_RETRIES'],
    default: 0,
    doc: 'How often an ssh connection is tried again',
  }),
  'connection/ssh/ssh_args': text({
    ini: ['ssh_connection.ssh_args'],
    env: ['ANSIBLE_SSH_ARGS'],
    default: '-C -o ControlMaster=auto -o ControlPersist=60s',
    doc: 'Options for every ssh connection, instead of the usual ones',
  }),
  'connection/ssh/ssh_common_args': text({
    ini: ['ssh_connection.ssh_common_args'],
    env: ['ANSIBLE_SSH_COMMON_ARGS'],
    default: '',
    doc: 'Further options for every ssh connection',
  }),
  'connection/ssh/ssh_extra_args': text({
    ini: ['ssh_connection.ssh_extra_args'],
    env: ['ANSIBLE_SSH_EXTRA_ARGS'],
    default: '',
    doc: 'Further options for ssh alone',
  }),
  'connection/ssh/ssh_executable': text({
    ini: ['ssh_connection.ssh_executable'],
    env: ['ANSIBLE_SSH_EXECUTABLE'],
    default: 'ssh',
    doc: 'The ssh client, where one is run',
  }),
  'connection/ssh/pkcs11_provider': text({
    ini: ['ssh_connection.pkcs11_provider'],
    env: ['ANSIBLE_PKCS11_PROVIDER'],
    default: '',
    doc: 'The PKCS#11 library that holds the key',
  }),
  'connection/ssh/control_path': text({
    ini: ['ssh_connection.control_path'],
    env: ['ANSIBLE_SSH_CONTROL_PATH'],
    default: null,
    doc: 'The socket that OpenSSH connections share',
  }),
  'connection/ssh/control_path_dir': text({
    ini: ['ssh_connection.control_path_dir'],
    env: ['ANSIBLE_SSH_CONTROL_PATH_DIR'],
    default: '~/.ansible/cp',
    doc: 'The directory of sockets that OpenSSH connections share',
  }),
  'connection/ssh/use_tty': yesNo({
    ini: ['ssh_connection.usetty'],
    env: ['ANSIBLE_SSH_USETTY'],
    default: true,
    doc: 'Whether ssh asks for a terminal',
  }),
  'connection/community.docker.docker/container_timeout': integer({
    ini: ['defaults.timeout', 'docker_connection.timeout'],
    env: ['ANSIBLE_TIMEOUT', 'ANSIBLE_DOCKER_TIMEOUT'],
    default: 10,
    doc: 'Seconds to wait for a container',
  }),
  'connection/community.docker.docker/docker_extra_args': text({
    ini: ['docker_connection.extra_cli_args'],
    default: '',
    doc: 'Further options for the docker client',
  }),
  'connection/community.docker.docker/remote_user': text({
    ini: ['defaults.remote_user'],
    env: ['ANSIBLE_REMOTE_USER'],
    default: null,
    doc: 'The user inside a container',
  }),
  'shell/sh/remote_tmp': text({
    ini: ['defaults.remote_tmp'],
    env: ['ANSIBLE_REMOTE_TEMP', 'ANSIBLE_REMOTE_TMP'],
    default: '~/.ansible/tmp',
    doc: 'The directory for temporary files on hosts',
  }),
  'shell/sh/async_dir': text({
    ini: ['defaults.async_dir'],
    env: ['ANSIBLE_ASYNC_DIR'],
    default: '~/.ansible_async',
    doc: 'The directory of asynchronous jobs on hosts',
  }),
  'shell/sh/system_tmpdirs': list({
    ini: ['defaults.system_tmpdirs'],
    env: ['ANSIBLE_SYSTEM_TMPDIRS'],
    default: ['/var/tmp', '/tmp'],
    doc: 'Directories for temporary files that other users must read',
  }),
  'shell/sh/admin_users': list({
    ini: ['defaults.admin_users'],
    env: ['ANSIBLE_ADMIN_USERS'],
    default: ['root', 'toor'],
    doc: "Users who may read other users' temporary files",
  }),
} as const;

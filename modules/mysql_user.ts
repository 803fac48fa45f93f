// Manages accounts of MySQL and MariaDB.

import { defineModule, mysqlUserLooks, mysqlUserParams, planMysqlUser, refuseMysqlUser } from '../src/module/index.ts';

export default defineModule({
  summary: 'Manage accounts of MySQL and MariaDB',
  description:
    'Needs the client program (mariadb or mysql) on the host, and no Python. Passwords reach it by a pipe, and the server as hashes where it takes them. An account that requires TLS no longer does when tls_requires is left out, as in Ansible.',
  collection: 'community.mysql',
  params: mysqlUserParams,
  returns: {
    user: 'the name of the account',
    msg: 'what was done',
    password_changed: 'whether a password or plugin was set',
  },
  examples: [
    {
      name: 'An account that may do anything with one database',
      yaml: "community.mysql.mysql_user:\n  name: shop\n  password: '{{ shop_password }}'\n  priv: 'shop.*:ALL'",
    },
    {
      name: 'One that proves itself by the account of the system',
      yaml: "community.mysql.mysql_user:\n  name: backup\n  plugin: unix_socket\n  priv:\n    '*.*': SELECT,LOCK TABLES\n  append_privs: true",
    },
    {
      name: 'Remove anonymous accounts',
      yaml: "community.mysql.mysql_user:\n  name: ''\n  host_all: true\n  state: absent",
    },
  ],
  undo: 'What is changed is taken back, the hash of the old password included; servers before MySQL 5.7 and MariaDB 10.2 do not tell enough for passwords and dropped accounts.',
  refuse: refuseMysqlUser,
  look: mysqlUserLooks,
  plan: (given, { accounts }) => planMysqlUser(given, accounts),
});

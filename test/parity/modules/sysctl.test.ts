import module from '../../../modules/sysctl.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';

const CASES: readonly ParityCase[] = [
  { given: "printf '' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward', value: 1 } },
  { args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward', value: 1 } },
  {
    given: "printf '# c\\nnet.ipv4.ip_forward = 0\\nx.y=2\\n' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward', value: 1 },
  },
  {
    given: "printf 'net.ipv4.ip_forward=1\\n' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward', value: 1 },
  },
  {
    given: "printf 'net.ipv4.ip_forward =  1\\n' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward', value: 1 },
  },
  {
    given: "printf 'net.ipv4.ip_forward=1\\nnet.ipv4.ip_forward=0\\n' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward', value: 1 },
  },
  {
    given: "printf 'net.ipv4.ip_forward=0\\nnet.ipv4.ip_forward=1\\n' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward', value: 1 },
  },
  {
    given: "printf '#net.ipv4.ip_forward=1\\n' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward', value: 1 },
  },
  {
    given: "printf 'a.b=1\\nnet.ipv4.ip_forward=1\\n;x\\n' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward', state: 'absent' },
  },
  {
    given: "printf 'a.b=1\\n' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward', state: 'absent' },
  },
  { given: "printf 'a.b=1' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward', value: 1 } },
  {
    given: "printf 'net.ipv4.ip_local_port_range = 1024   65000\\n' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_local_port_range', value: '1024 65000' },
  },
  {
    given: "printf 'net.ipv4.ip_local_port_range = 1024	65000\\n' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_local_port_range', value: '1024 65000' },
  },
  {
    given: "printf '' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_local_port_range', value: '1024	65000' },
  },
  { given: "printf '' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b', value: 'yes' } },
  { given: "printf '' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b', value: true } },
  { given: "printf '' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b', value: '0' } },
  { given: "printf '' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'net.ipv4.ip_forward' } },
  { given: "printf '' >f", args: { sysctl_file: 'DIR/f', reload: false, name: '', value: '1' } },
  { given: "printf 'a/b/c = 1\\n' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b.c', value: 2 } },
  { given: 'echo -a.b=1 >f', args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b', value: 2 } },
  { given: "printf 'a.b=1 # c\\n' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b', value: 1 } },
  { given: "printf '\\n\\n a.b=1\\n' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b', value: 2 } },
  { given: "printf 'notaline\\n' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b', value: 2 } },
  { given: "printf 'a.b=1=2\\n' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b', value: '1=2' } },
  { given: "printf 'a.b=1\\n' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b', value: ' 2 ' } },
  { given: "printf 'a.b=1\\n' >f", args: { sysctl_file: 'DIR/f', reload: false, name: ' a.b ', value: '2' } },
  { given: "printf 'a.b=1\\n' >f", args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b', value: '' } },
  {
    given: "printf 'net.ipv4.ip_forward=1' >f",
    args: { sysctl_file: 'DIR/f', reload: false, name: 'a.b', state: 'absent' },
  },
];

parityWithAnsible('ansible.posix.sysctl', module, CASES);

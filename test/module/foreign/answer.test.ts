import { expect } from 'chai';
import { toPlain } from '../../../src/model/value.ts';
import { resultOf } from '../../../src/module/foreign/answer.ts';

const FAILURE = 'MODULE FAILURE\nSee stdout/stderr for the exact error';
const failed = (stdout: string, stderr = '', rc = 0): object => ({
  ...{ failed: true, changed: false, msg: FAILURE, rc, module_stdout: stdout, module_stderr: stderr },
  ...(stderr.startsWith('Traceback') && { exception: stderr }),
});

const CASES: readonly {
  readonly name: string;
  readonly out: string;
  readonly err?: string;
  readonly rc?: number;
  readonly result: object;
}[] = [
  { name: 'plain', out: '{"changed": true}', result: { changed: true } },
  { name: 'noise before', out: 'Welcome {you}!\n\n  {"a": 1}\n', result: { a: 1 } },
  { name: 'over several lines', out: '{\n "a": [\n 1]\n}\n', result: { a: [1] } },
  {
    name: 'noise behind',
    out: '{"warnings": ["own"]}\nlate\nwords\n',
    result: { warnings: ['own', 'Module invocation had junk after the JSON data: late\nwords'] },
  },
  { name: 'nothing', out: '', err: 'sh: not found', rc: 127, result: failed('', 'sh: not found', 127) },
  { name: 'no object', out: '[1]\n', result: failed('[1]\n') },
  { name: 'two objects', out: '{"a": 1}\n{"b": 2}\n', result: failed('{"a": 1}\n{"b": 2}\n') },
  {
    name: 'a traceback',
    out: 'half',
    err: 'Traceback (most recent call last):\nValueError',
    rc: 1,
    result: failed('half', 'Traceback (most recent call last):\nValueError', 1),
  },
  {
    name: 'internal fields',
    out: '{"_ansible_parsed": true, "a": {"_ansible_x": 1, "_y": [{"_ansible_z": 1}]}}',
    result: { a: { _y: [{}] } },
  },
  { name: 'empty lists of words', out: '{"warnings": [], "deprecations": []}', result: {} },
  {
    name: 'lines of output',
    out: '{"stdout": "a\\nb\\n", "stderr": "", "stderr_lines": ["kept"]}',
    result: { stdout: 'a\nb\n', stderr: '', stderr_lines: ['kept'], stdout_lines: ['a', 'b'] },
  },
  {
    name: 'facts that would change how the host is reached',
    out: '{"ansible_facts": {"ansible_connection": "local", "ansible_ssh_common_args": "x", "ansible_ssh_host_key_rsa_public": "k", "ansible_python_interpreter": "/x", "ansible_become_password": "x", "port": 1}}',
    result: { ansible_facts: { ansible_ssh_host_key_rsa_public: 'k', port: 1 } },
  },
];

describe('the result of a foreign module', () => {
  for (const { name, out, err = '', rc = 0, result } of CASES) {
    it(name, () => expect(toPlain(resultOf({ code: rc, stdout: out, stderr: err }))).to.deep.equal(result));
  }

  it('keeps the order of names and the difference between 1 and 1.0', () => {
    const result = resultOf({ code: 0, stdout: '{"10": 1.0, "b": 1, "2": 3}', stderr: '' });
    expect([...result.keys()]).to.deep.equal(['10', 'b', '2']);
    expect(result.get('10')).to.have.property('value', 1);
  });
});

import { expect } from 'chai';
import { inventoryAsJson } from '../../../src/load/inventory/dump/list.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { scratch } from '../../support/scratch.ts';
import { groupLines, load, told, written } from './support.ts';

const layers = 'layers:\n  op: [build, launch]\n  env: [dev, "1"]\n';
const generator = `plugin: ansible.builtin.generator
hosts:
  name: "{{ op }}_{{ env }}_r"
  parents:
    - name: "{{ op }}_{{ env }}"
      parents:
        - name: "{{ op }}"
          vars: {op: "{{ op }}", fixed: x1}
        - name: "e_{{ env }}"
    - name: runner
      vars: {last: "{{ op }}"}
${layers}`;

describe('generator inventory', () => {
  const files = scratch();
  const generate = async (text: string) => {
    files.write('g.yml', text);
    return load(files.path(), ['g.yml']);
  };

  it('makes a host of each combination, in groups named after it', async () => {
    const { inventory, problems } = await generate(generator);
    expect(problems.map(told)).to.deep.equal([]);
    expect(groupLines(inventory)).to.deep.equal([
      'all: ungrouped/ build/ e_dev/ runner/ e_1/ launch/',
      'ungrouped:',
      'build_dev: build_dev_r',
      'build: build_dev/ build_1/',
      'e_dev: build_dev/ launch_dev/',
      'runner: build_dev_r build_1_r launch_dev_r launch_1_r',
      'build_1: build_1_r',
      'e_1: build_1/ launch_1/',
      'launch_dev: launch_dev_r',
      'launch: launch_dev/ launch_1/',
      'launch_1: launch_1_r',
    ]);
    expect(['build', 'runner'].map((name) => written(inventory.groups.get(name)?.variables ?? []))).to.deep.equal([
      { op: 'build', fixed: 'x1' },
      { last: 'launch' },
    ]);
  });

  const mistakes: readonly (readonly [text: string, problem: string])[] = [
    [`plugin: generator\n${layers}`, "1:1 | error | A generator needs 'hosts' with a 'name'"],
    ['plugin: generator\nhosts: {name: x}\n', "1:1 | error | A generator needs 'layers'"],
    [`plugin: generator\nhosts: {name: "{{ nosuch }}"}\n${layers}`, "2:19 | error | 'nosuch' is undefined"],
    [
      `plugin: generator\nhosts: {name: x, parents: [{nam: y}]}\n${layers}`,
      "2:28 | error | A parent of 'x' has no name",
    ],
    ['plugin: generator\nhosts: {name: x}\nlayers: {a: b}\n', "3:13 | error | The layer 'a' must be a list"],
  ];
  for (const [text, problem] of mistakes) {
    it(`tells of ${JSON.stringify(text)}`, async () => {
      const { problems } = await generate(text);
      expect(told(problems[0] ?? expect.fail())).to.equal(problem);
    });
  }

  describeParity('against ansible-inventory', () => {
    it('makes the same inventory', async () => {
      const { inventory } = await generate(generator);
      const ours = inventoryAsJson(inventory);
      const { stdout } = oracle('ansible-inventory', ['-i', 'g.yml', '--list'], { cwd: files.path() });
      expect(ours.ok && JSON.parse(ours.value)).to.deep.equal(JSON.parse(stdout));
    });
  });
});

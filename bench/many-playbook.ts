// A playbook of any length out of ten ordinary tasks, all of which find their work done when they run for a second time.

/** As YAML. What the tasks make is the same for all hosts: simulated ones share a disk. */
export function manyTasks(count: number, base: string): string {
  const tasks = Array.from({ length: count }, (_, index) =>
    TASKS[index % TASKS.length]?.(Math.floor(index / TASKS.length)),
  );
  const head = `- name: ${count} tasks
  hosts: all
  gather_facts: ${process.env.BENCH_FACTS ?? 'true'}
  vars: { base: ${base}, sites: [alpha, beta, gamma, delta], workers: 4 }
  tasks:
    - { name: Make the base directory, file: { path: "{{ base }}", state: directory, mode: "0755" } }
`;
  return `${head}${tasks.map((task) => `    - ${task}\n`).join('')}`;
}

const TASKS: readonly ((round: number) => string)[] = [
  (round) =>
    `{ name: Keep directory ${round}, file: { path: "{{ base }}/data${round}", state: directory, mode: "0700" } }`,
  (round) =>
    `{ name: Write snippet ${round}, copy: { content: "option = {{ workers }}\\n", dest: "{{ base }}/snippet${round}", mode: "0644" } }`,
  (round) =>
    `{ name: Write configuration ${round}, template: { src: many.j2, dest: "{{ base }}/conf${round}", mode: "0640" } }`,
  (round) =>
    `{ name: Set line ${round}, lineinfile: { path: "{{ base }}/limits", line: "limit${round} {{ workers }}", regexp: "^limit${round} ", create: true } }`,
  (round) => `{ name: Look at snippet ${round}, stat: { path: "{{ base }}/snippet${round}" }, register: snippet }`,
  () =>
    `{ name: Only where it is missing, file: { path: "{{ base }}/never", state: touch }, when: not snippet.stat.exists }`,
  (round) =>
    `{ name: Look at part ${round}, command: "test -d {{ base }}/data${round}", register: part, changed_when: false }`,
  (round) => `{ name: Remember part ${round}, set_fact: { part_found: "{{ part.rc == 0 }}" } }`,
  () => `{ name: Check it, assert: { that: [part_found, sites | length == 4], quiet: true } }`,
  (round) =>
    `{ name: Link ${round}, file: { src: "{{ base }}/data${round}", dest: "{{ base }}/link${round}", state: link } }`,
];

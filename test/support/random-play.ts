// Random plays of file tasks, commands, conditions, loops and handlers over a few paths, so that tasks often touch what others look at.

/** Numbers between 0 and 1 that follow from a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Task = Readonly<Record<string, unknown>>;

/** A play of so many tasks, as data for a playbook. Everything happens below `{{ place }}`. */
export function randomPlay(seed: number, tasks: number): Task {
  const random = randomNumbers(seed);
  const pick = <T>(...all: readonly T[]): T => {
    const one = all[Math.floor(random() * all.length)];
    if (one === undefined) throw new TypeError('nothing to pick from');
    return one;
  };
  // `alias` is a link to `real`, so that two paths may be one file.
  const path = (): string => `{{ place }}/${pick('', '', 'real/', 'alias/', 'deep/er/')}${pick('a', 'b', 'c')}`;
  const line = (): string => pick('one', 'two', 'three');
  const module = (): Task =>
    pick<() => Task>(
      () => ({ copy: { dest: path(), content: `${line()}\n${line()}\n` } }),
      () => ({
        lineinfile: { path: path(), line: `${line()}=${line()}`, regexp: `^${line()}`, create: pick(true, false) },
      }),
      () => ({ blockinfile: { path: path(), block: line(), create: true } }),
      () => ({ replace: { path: path(), regexp: line(), replace: line() } }),
      () => ({
        file: { path: path(), state: pick('touch', 'absent', 'directory', 'file'), mode: pick('0600', '0644', '0755') },
      }),
      () => ({ file: { path: path(), src: pick('a', 'b', 'real'), state: 'link', force: pick(true, false) } }),
      () => ({ stat: { path: path(), get_checksum: true }, register: pick('r1', 'r2') }),
      () => ({ slurp: { src: path() }, register: 'r3' }),
      () => ({ command: { argv: ['sh', '-c', `echo ${line()} >> ${path()}`] }, register: pick('r1', 'c1') }),
      () => ({ command: { argv: ['rm', '-rf', path()], removes: path() } }),
      () => ({ command: { argv: ['touch', path()], creates: path() } }),
      () => ({ shell: `ls {{ place }} | sort; cat ${path()}`, register: 'c1', changed_when: false }),
      () => ({
        set_fact: { fact: `{{ ${pick('r1', 'r2', 'c1')} is defined and ${pick('r1', 'r2', 'c1')} is changed }}` },
      }),
      () => ({
        debug: { msg: "{{ r1.stat.exists | default('?') }} {{ c1.rc | default('?') }} {{ fact | default('?') }}" },
      }),
    )();
  const task = (number: number): Task => ({
    name: `task ${number}`,
    ...module(),
    ...(random() < 0.8 && { ignore_errors: true }),
    ...(random() < 0.2 && {
      when: pick('r1 is defined', 'c1 is changed', 'fact | default(true) | bool', 'r1.stat.exists'),
    }),
    ...(random() < 0.15 && { notify: pick('first handler', 'second handler') }),
  });
  const looped = (number: number): Task => ({
    name: `loop ${number}`,
    ...pick<() => Task>(
      () => ({ copy: { dest: '{{ place }}/{{ item }}', content: `${line()} {{ item }}\n` } }),
      () => ({ lineinfile: { path: `{{ place }}/${pick('a', 'b')}`, line: '{{ item }}', create: true } }),
      () => ({ command: `cp -r {{ place }}/{{ item }} {{ place }}/${pick('a', 'b', 'c')}` }),
      () => ({ stat: { path: '{{ place }}/real/{{ item }}' }, register: 'r1' }),
    )(),
    loop: pick(['a', 'b', 'c'], ['real/a', 'a', 'alias/a'], ['a', 'a']),
    ignore_errors: true,
  });
  const statement = (number: number): Task => {
    const kind = random();
    if (kind < 0.15) return looped(number);
    if (kind > 0.1 + 0.15) return task(number);
    return { block: [task(number), task(number + 1)], rescue: [task(number + 2)], always: [task(number + 3)] };
  };
  return {
    hosts: 'all',
    gather_facts: false,
    tasks: Array.from({ length: tasks }, (_, index) => statement(10 * index)),
    handlers: [
      { name: 'first handler', ...module(), ignore_errors: true },
      { name: 'second handler', ...module(), ignore_errors: true },
    ],
  };
}

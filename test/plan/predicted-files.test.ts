import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { file, tree } from '../../src/plan/ask.ts';
import type { Change } from '../../src/plan/change.ts';
import { lookAt, perform } from '../../src/plan/exchange.ts';
import type { FileSeen, Look } from '../../src/plan/look.ts';
import type { Answer } from '../../src/plan/plan.ts';
import { World } from '../../src/plan/world.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';

// Each case: what is there, changes (made from what is seen at their time), and the looks whose answers must be the same after
// predicting the changes as after performing them.
interface Case {
  readonly name: string;
  readonly given: string;
  readonly changes: readonly ((see: (path: string) => Promise<FileSeen>) => Promise<Change>)[];
  readonly looks: readonly Look[];
}

describe('the predicted world of files', () => {
  const dir = scratch();
  const at = (name: string): string => dir.path(name);
  const sh = (script: string): void => {
    execFileSync('sh', ['-c', `umask 022; ${script}`], { cwd: dir.path(), stdio: 'ignore' });
  };
  const write =
    (name: string, text: string, mode?: number) =>
    async (see: (path: string) => Promise<FileSeen>): Promise<Change> => ({
      kind: 'write',
      path: at(name),
      content: Buffer.from(text),
      attributes: { ...(mode !== undefined && { mode }) },
      before: await see(at(name)),
    });
  const attributes =
    (name: string, mode: number) =>
    async (see: (path: string) => Promise<FileSeen>): Promise<Change> => ({
      kind: 'attributes',
      path: at(name),
      follow: false,
      attributes: { mode, owner: '1' },
      before: await see(at(name)),
    });
  const link =
    (name: string, target: string) =>
    async (see: (path: string) => Promise<FileSeen>): Promise<Change> => ({
      kind: 'link',
      path: at(name),
      target,
      hard: false,
      before: await see(at(name)),
    });
  const directory =
    (name: string) =>
    async (see: (path: string) => Promise<FileSeen>): Promise<Change> => ({
      kind: 'directory',
      path: at(name),
      attributes: { mode: 0o750 },
      before: await see(at(name)),
    });
  const remove =
    (name: string) =>
    async (see: (path: string) => Promise<FileSeen>): Promise<Change> => ({
      kind: 'remove',
      path: at(name),
      before: await see(at(name)),
    });
  const copy =
    (from: string, to: string) =>
    async (see: (path: string) => Promise<FileSeen>): Promise<Change> => ({
      kind: 'copy',
      from: at(from),
      path: at(to),
      attributes: { mode: 0o600 },
      source: await see(at(from)),
      before: await see(at(to)),
    });
  const content = { content: 'all', digest: 'sha1' } as const;

  const cases = (): readonly Case[] => [
    {
      name: 'attributes: the bytes are still those of the host',
      given: 'echo text >f',
      changes: [attributes('f', 0o600)],
      looks: [file(at('f'), content), file(at('f')), tree(at(''), { digest: 'sha1' })],
    },
    {
      name: 'a written file, then its attributes',
      given: 'echo old >f; chmod 640 f',
      changes: [write('f', 'new'), attributes('f', 0o700)],
      looks: [file(at('f'), content), tree(at('.'), { digest: 'sha1' })],
    },
    {
      name: 'a new file in a new directory, and what is not there beside it',
      given: ':',
      changes: [directory('d'), directory('d/e'), write('d/e/f', 'x', 0o600)],
      looks: [
        file(at('d/e/f'), content),
        file(at('d//e/./f')),
        file(at('d/other')),
        tree(at('d')),
        tree(at('d'), { depth: 1 }),
      ],
    },
    {
      name: 'a new link to a file that is there',
      given: 'mkdir d; echo x >d/f',
      changes: [link('l', 'd/f')],
      looks: [file(at('l'), content), file(at('l'), { follow: false })],
    },
    {
      name: 'a new link to a directory that is there, and a link through it',
      given: 'mkdir -p d/e; echo x >d/e/f',
      changes: [link('l', 'd'), link('m', 'l/e/../e')],
      looks: [file(at('l/e/f'), content), file(at('m/f'), content), tree(at('l'))],
    },
    {
      name: 'a link that leads elsewhere now',
      given: 'mkdir one two; echo 1 >one/f; echo 2 >two/f; ln -s one l',
      changes: [link('l', 'two')],
      looks: [file(at('l/f'), content)],
    },
    {
      name: 'attributes of a file that a real link leads to',
      given: 'echo x >f; ln -s f l',
      changes: [attributes('f', 0o600)],
      looks: [file(at('l'), content), file(at('l'))],
    },
    {
      name: 'a removed tree, and one that comes back',
      given: 'mkdir -p d/e; echo x >d/e/f',
      changes: [remove('d'), directory('d')],
      looks: [file(at('d/e/f')), file(at('d/e')), tree(at('d'))],
    },
    {
      name: 'a removed file in a tree',
      given: 'mkdir -p d/e; echo x >d/e/f; echo y >d/g',
      changes: [remove('d/e')],
      looks: [tree(at('d')), file(at('d/e/f')), file(at('d/g'), content)],
    },
    {
      name: 'a copy on the host, and its bytes',
      given: 'echo text >from',
      changes: [copy('from', 'to')],
      looks: [file(at('to'), content), file(at('to'))],
    },
    {
      name: 'a copy of what was written before',
      given: 'echo text >from',
      changes: [write('from', 'new'), copy('from', 'to')],
      looks: [file(at('to'), content)],
    },
  ];

  for (const [index, { name }] of cases().entries()) {
    it(name, async () => {
      const one = cases()[index];
      if (!one) throw new Error(name);
      sh(one.given);
      const lane = shellExchange();
      const world = new World();
      const predicted = await answers(one.looks, one.changes, world);
      const really = await answers(one.looks, one.changes, undefined);
      expect(predicted).to.deep.equal(really);

      async function answers(
        looks: readonly Look[],
        changes: Case['changes'],
        at: World | undefined,
      ): Promise<unknown> {
        const see = async (path: string): Promise<FileSeen> =>
          fileOf(await ask(file(path, { follow: false, content: 'all' }), at));
        for (const change of changes) {
          const next = await change(see);
          if (at) at.predict(next);
          else expect((await perform(lane, [next])).performed.map((done) => done.failed)).to.deep.equal([undefined]);
        }
        const seen: unknown[] = [];
        for (const look of looks) seen.push(comparable(await ask(look, at)));
        return seen;
      }

      async function ask(look: Look, at: World | undefined): Promise<Answer> {
        const looked = await lookAt(lane, { look }, at);
        if (looked.kind !== 'answered') throw new Error(JSON.stringify(looked));
        const { look: answer } = looked.answers;
        if (answer === undefined || !('kind' in answer)) throw new Error('no answer');
        return answer;
      }
    });
  }

  it('knows the SHA-1 of what is streamed, and no bytes', async () => {
    const world = new World();
    const lane = shellExchange();
    world.predict({
      kind: 'write',
      path: at('f'),
      content: { file: '/nowhere', size: 5, sha1: 'aa' },
      attributes: {},
      before: { exists: false, path: at('f') },
    });
    const looked = await lookAt(
      lane,
      { one: file(at('f'), { digest: 'sha1', content: { unless: 'aa' } }), two: file(at('f'), content) },
      world,
    );
    const answers = looked.kind === 'answered' ? Object.values(looked.answers) : [];
    const shown = answers.map(
      (answer) =>
        answer !== undefined &&
        'kind' in answer &&
        answer.kind === 'file' &&
        answer.value.exists && [answer.value.digest, answer.value.tooLarge],
    );
    expect(shown).to.deep.equal([
      ['aa', undefined],
      ['aa', true],
    ]);
  });

  it('takes the empty path for none, not for /', async () => {
    const looked = await lookAt(shellExchange(), { one: file(''), two: tree('') }, new World());
    const answers = looked.kind === 'answered' ? Object.values(looked.answers) : [];
    const there = answers.map(
      (answer) =>
        answer !== undefined &&
        'kind' in answer &&
        (answer.kind === 'file' || answer.kind === 'tree') &&
        answer.value.exists,
    );
    expect(looked.kind).to.equal('answered');
    expect(there).to.deep.equal([false, false]);
  });

  function fileOf(answer: Answer): FileSeen {
    if (answer.kind !== 'file') throw new Error(answer.kind);
    return answer.value;
  }

  // What nobody can know beforehand is left out.
  function comparable(answer: Answer): unknown {
    if (answer.kind === 'tree') return { exists: answer.value.exists, entries: answer.value.entries.map(shown).sort() };
    return answer.kind === 'file' ? shown(answer.value) : answer;
  }

  function shown(seen: FileSeen): string {
    if (!seen.exists) return `absent ${seen.path}`;
    const { path, type, mode, uid, gid, target, content: bytes, digest } = seen;
    const size = type === 'directory' ? 0 : seen.size;
    return JSON.stringify({ path, type, mode, uid, gid, size, target, digest, bytes: bytes?.toString() });
  }
});

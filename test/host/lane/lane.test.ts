import { expect } from 'chai';
import type { BatchOptions, BatchOutcome, Connection, Fragment, Lane } from '../../../src/host/index.ts';
import { random, randomBytes } from '../support/random.ts';
import { laneOf, localConnection, shells } from '../support/shells.ts';

// A reply as a test writes it: stderr as a pattern, since each shell has words of its own.
interface Expected {
  readonly code?: number;
  readonly out?: RegExp | string;
  readonly err?: RegExp | string;
  readonly timedOut?: true;
}

interface Case {
  readonly it: string;
  readonly given: readonly Fragment[];
  readonly options?: BatchOptions;
  /** It waits for seconds, and the shell has no part in it. */
  readonly once?: true;
  readonly gives: readonly Expected[];
}

const after: Fragment = { script: 'echo after', direct: true };
const afterwards: Expected = { out: 'after\n' };

const cases: readonly Case[] = [
  {
    it: 'answers with code, stdout and stderr apart',
    given: [{ script: 'echo out; echo err >&2; exit 3' }, { script: 'echo out; echo err >&2; exit 4', direct: true }],
    gives: [
      { code: 3, out: 'out\n', err: 'err\n' },
      { code: 4, out: 'out\n', err: 'err\n' },
    ],
  },
  {
    it: 'keeps output without a newline, and none at all',
    given: [{ script: 'printf x; printf y >&2' }, { script: 'printf x; printf y >&2', direct: true }, { script: ':' }],
    gives: [{ out: 'x', err: 'y' }, { out: 'x', err: 'y' }, {}],
  },
  {
    it: 'hands arguments over as they are',
    given: [
      {
        script: 'printf "%s|" "$#" "$@"',
        args: ["it's", '$HOME `id` $(id)', 'a\nb', '', '\\', ' ', '*', '-n', 'ä€😀'],
      },
    ],
    gives: [{ out: "9|it's|$HOME `id` $(id)|a\nb||\\| |*|-n|ä€😀|" }],
  },
  { it: 'has no arguments where none are given', given: [{ script: 'echo $#' }], gives: [{ out: '0\n' }] },
  {
    it: 'exports variables to that fragment only',
    given: [{ script: 'sh -c \'echo "$A|$B"\'', env: { A: "x 'y'", B: '$A' } }, { script: 'echo "${A-unset}"' }],
    gives: [{ out: "x 'y'|$A\n" }, { out: 'unset\n' }],
  },
  {
    it: 'runs in the directory and with the umask that were given',
    given: [
      { script: 'pwd; umask', cwd: '/usr/share', umask: '027' },
      { script: 'umask', umask: '077' },
    ],
    gives: [{ out: '/usr/share\n0027\n' }, { out: '0077\n' }],
  },
  {
    it: 'does not run where the directory is missing',
    given: [{ script: 'echo ran', cwd: '/nonexistent/x' }, after],
    gives: [{ code: 1, err: /\/nonexistent\/x/ }, afterwards],
  },
  {
    it: 'does not take a directory called - for the one before',
    given: [{ script: 'echo ran', cwd: '-', env: { OLDPWD: '/' } }, { script: 'echo ran', cwd: '-P' }, after],
    gives: [{ code: 1, err: /-/ }, { code: 1, err: /-P/ }, afterwards],
  },
  {
    it: 'gives data as standard input, and nothing without',
    given: [
      { script: 'cat', stdin: Buffer.from("a'b\\c\n%s\n") },
      { script: 'cat' },
      { script: 'cat', direct: true },
      after,
    ],
    gives: [{ out: "a'b\\c\n%s\n" }, {}, {}, afterwards],
  },
  {
    it: 'does not mind a fragment that leaves its input unread',
    given: [{ script: 'exit 5', stdin: Buffer.alloc(200_000, 'x') }, after],
    gives: [{ code: 5 }, afterwards],
  },
  {
    it: 'survives exit, set -e, exec and traps',
    given: [
      { script: 'exit 7', direct: true },
      { script: 'set -e; false; echo never', direct: true },
      { script: 'exec echo replaced', direct: true },
      { script: "trap 'echo bye' EXIT; echo hi", direct: true },
      { script: 'exec >/dev/null 2>&1; echo gone', direct: true },
      { script: 'exec <&- >&- 2>&-', direct: true },
      after,
    ],
    gives: [{ code: 7 }, { code: 1 }, { out: 'replaced\n' }, { out: 'hi\nbye\n' }, {}, {}, afterwards],
  },
  {
    it: 'keeps set -e alive in a batch that stops at the first failure',
    given: [{ script: 'set -e; false; echo never', direct: true }, after],
    options: { stopAtFailure: true },
    gives: [{ code: 1 }],
  },
  {
    it: 'lets nothing of a fragment reach the next',
    given: [
      {
        script:
          'cd /; umask 0; x=1; PATH=; IFS=x; set -f -u -x; unset HOME; printf() { :; }; alias echo=false; ulimit -n 20',
        direct: true,
      },
      {
        script:
          'echo "${x-unset}"; case $- in *[fux]*) echo "$-" ;; esac; printf "%s\\n" "${HOME:+home}"; ls / >/dev/null && echo path',
        direct: true,
      },
    ],
    gives: [{ err: /.*/s }, { out: 'unset\nhome\npath\n' }],
  },
  {
    it: 'fails a syntax error alone',
    given: [
      { script: 'echo "open' },
      { script: "echo 'open", direct: true },
      { script: 'if true; then', direct: true },
      { script: ') echo out', direct: true },
      { script: '}', direct: true },
      { script: 'cat <<EOF\nno end', direct: true },
      { script: 'echo comment # no newline', direct: true },
      { script: 'echo backslash \\', direct: true },
      after,
    ],
    gives: [
      { code: 2, err: /./ },
      { code: 2, err: /./ },
      { code: 2, err: /./ },
      { code: 2, err: /./ },
      { code: 2, err: /./ },
      { out: /^no end\n?$/, err: /.*/s },
      { out: 'comment\n' },
      { out: /^backslash/ },
      afterwards,
    ],
  },
  {
    it: 'answers 128 plus the signal that ended it',
    given: [{ script: "kill -KILL $(exec sh -c 'echo $PPID')", direct: true }, after],
    gives: [{ code: 137, err: /.*/s }, afterwards],
  },
  {
    it: 'stops a batch at the first failure, and says how far it came',
    given: [{ script: ':', direct: true }, { script: 'exit 9', direct: true }, after, { script: 'echo never' }],
    options: { stopAtFailure: true },
    gives: [{}, { code: 9 }],
  },
  {
    it: 'stops at a relayed failure, too',
    given: [{ script: ':', direct: true }, { script: 'exit 9' }, after],
    options: { stopAtFailure: true },
    gives: [{}, { code: 9 }],
  },
  {
    it: 'runs a batch to its end where all is well',
    given: [{ script: ':', direct: true }, { script: ':' }, after, { script: 'exit 3' }],
    options: { stopAtFailure: true },
    gives: [{}, {}, afterwards, { code: 3 }],
  },
  {
    it: 'goes on after codes that are accepted, and only those',
    given: [
      { script: 'exit 100', accept: [0, 100], direct: true },
      { script: 'exit 100', accept: [0, 100] },
      { script: 'exit 7', accept: 'any', direct: true },
      { script: 'exit 7', accept: 'any' },
      { script: 'exit 0', accept: [0, 1] },
      { script: 'echo here; exit 1', accept: [100] },
      { script: 'echo never' },
    ],
    options: { stopAtFailure: true },
    gives: [{ code: 100 }, { code: 100 }, { code: 7 }, { code: 7 }, {}, { code: 1, out: 'here\n' }],
  },
  {
    it: 'stops where 0 is not what was hoped for',
    given: [{ script: ':', accept: [1], direct: true }, after],
    options: { stopAtFailure: true },
    gives: [{}],
  },
  {
    it: 'is not held up in a chain by what is left behind',
    given: [{ script: '(sleep 0.8; echo late) & echo started; exit 3', accept: [3] }, after],
    options: { stopAtFailure: true },
    gives: [{ code: 3, out: 'started\n' }, afterwards],
  },
  {
    it: 'answers for what no shell can run',
    given: [{ script: 'echo a\0b' }, { script: ':', args: ['\0'] }, { script: ':', env: { 'A-B': '1' } }, after],
    gives: [
      { code: 2, err: 'tsplay: text for a shell cannot hold a NUL byte\n' },
      { code: 2, err: 'tsplay: text for a shell cannot hold a NUL byte\n' },
      { code: 2, err: "tsplay: 'A-B' cannot be the name of an environment variable\n" },
      afterwards,
    ],
  },
  {
    it: 'hides its own marks from a fragment that prints all variables and functions',
    given: [{ script: 'set', direct: true }, { script: 'set' }, after],
    gives: [{ out: /./s, err: /^$/ }, { out: /./s, err: /^$/ }, afterwards],
  },
  {
    it: 'ends a fragment whose time is over, with all it started, and goes on',
    given: [{ script: 'echo begun; (sleep 71 & sleep 72) ; echo never', timeoutMs: 150 }, after],
    gives: [{ code: 143, out: 'begun\n', err: /.*/s, timedOut: true }, afterwards],
  },
  {
    it: 'kills a fragment that does not mind being told',
    once: true,
    given: [{ script: "trap '' TERM; while :; do sleep 1; done", timeoutMs: 100, direct: true }, after],
    gives: [{ code: 137, err: /.*/s, timedOut: true }, afterwards],
  },
  {
    it: 'leaves one alone that is through in time',
    given: [{ script: 'exit 130', timeoutMs: 5000 }],
    gives: [{ code: 130 }],
  },
];

for (const { name, path } of shells) {
  describe(`a lane on ${name}`, () => {
    let connection: Connection;
    let lane: Lane;
    before(async function () {
      if (path === undefined) return this.skip();
      connection = await localConnection(path);
      lane = await laneOf(connection);
    });
    after_(() => connection?.close());

    for (const { it: title, given, options, gives, once } of cases) {
      if (once && name !== shells[0]?.name) continue;
      it(title, async () => compare(await lane.run(given, options), gives));
    }

    it('is binary safe in all three streams, at every size', async () => {
      const next = random(2);
      // Around what shells, pipes and our own blocks hold at once.
      const sizes = [0, 1, 2, 511, 512, 2047, 2048, 4095, 4096, 4097, 8191, 8192, 8193, 65535, 65536, 65537, 200_000];
      const inputs = sizes.map((size) => randomBytes(next, size));
      const batch = inputs.flatMap((stdin) => [
        { script: 'cat', stdin, direct: true },
        { script: 'cat', stdin },
        { script: 'cat >&2', stdin, direct: true },
        { script: 'cat >&2', stdin },
      ]);
      const { kind, replies } = await lane.run(batch);
      expect(kind).to.equal('answered');
      for (const [index, data] of inputs.entries()) {
        const four = replies.slice(index * 4, index * 4 + 4);
        const streams = four.map(({ stdout, stderr }, way) => (way < 2 ? [stdout, stderr] : [stderr, stdout]));
        expect(streams.map(([full, empty]) => [full?.equals(data), empty?.length])).to.deep.equal(
          Array(4).fill([true, 0]),
        );
      }
    });

    it('runs any text as an argument, through every way that text takes', async () => {
      const next = random(3);
      const texts = Array.from({ length: 60 }, () => randomText(next, next(400)));
      const outcome = await lane.run(
        texts.map((text, index) => ({ script: 'printf %s "$1"', args: [text], direct: index % 3 !== 0 })),
      );
      expect(outcome.replies.map((reply) => reply.stdout.toString())).to.deep.equal(texts);
    });

    it('streams what is too large for a script, in order with the rest', async () => {
      const size = 3_000_000;
      const pieces = async function* () {
        for (let sent = 0; sent < size; sent += 10_000) yield Buffer.alloc(10_000, 'z');
      };
      const outcome = await lane.run([
        { script: 'echo before', direct: true },
        { script: 'wc -c; echo "$1"; exit 6', stdin: Buffer.alloc(size, 'y'), args: ["it's\nit"], cwd: '/' },
        { script: 'wc -c | tr -d " "', stdin: pieces() },
        after,
      ]);
      compare(outcome, [
        { out: 'before\n' },
        { code: 6, out: `${size}\nit's\nit\n` },
        { out: `${size}\n` },
        afterwards,
      ]);
    });

    it('does not mind large data that is left unread', async () => {
      const outcome = await lane.run([{ script: 'exit 4', stdin: Buffer.alloc(20_000_000) }, after]);
      compare(outcome, [{ code: 4 }, afterwards]);
    });

    it('ends a fragment with streamed input in time', async () => {
      const outcome = await lane.run([{ script: 'sleep 73', stdin: Buffer.alloc(2_000_000), timeoutMs: 150 }, after]);
      compare(outcome, [{ code: 143, err: /.*/s, timedOut: true }, afterwards]);
    });

    it('is not held up by a process that a fragment leaves behind, nor mixed with what that says later', async () => {
      const outcome = await lane.run([
        { script: '(sleep 0.6; echo late; echo late >&2) & echo started' },
        after,
        { script: 'sleep 1; echo end' },
      ]);
      compare(outcome, [{ out: 'started\n' }, afterwards, { out: 'end\n' }]);
    });

    it('reads both streams while one is large', async () => {
      const size = 5_000_000;
      const script = 'head -c "$1" /dev/zero >&2; head -c "$1" /dev/zero';
      const outcome = await lane.run([
        { script, args: [String(size)] },
        { script, args: [String(size)], direct: true },
      ]);
      for (const reply of outcome.replies)
        expect([reply.stdout.length, reply.stderr.length]).to.deep.equal([size, size]);
    });

    it('hands stdout on piece by piece, and waits for it', async () => {
      let received = 0;
      let busy = 0;
      const onStdout = async (chunk: Buffer) => {
        expect(++busy).to.equal(1);
        await new Promise((resolve) => setImmediate(resolve));
        received += chunk.length;
        busy--;
      };
      const outcome = await lane.run([{ script: 'head -c 3000000 /dev/zero; echo err >&2', onStdout }, after]);
      compare(outcome, [{ err: 'err\n' }, afterwards]);
      expect(received).to.equal(3_000_000);
    });

    it('keeps the order of batches that are given at once', async () => {
      const batches = [1, 2, 3, 4].map((number) => {
        const large = number === 2 ? { stdin: Buffer.alloc(1_000_000) } : {};
        return lane.run([
          {
            script: 'echo "$1" >>"$2"; cat "$2"',
            args: [String(number), `/tmp/tsplay-order-${process.pid}`],
            ...large,
          },
        ]);
      });
      const outcomes = await Promise.all([...batches, lane.run([{ script: `rm /tmp/tsplay-order-${process.pid}` }])]);
      expect(outcomes.map(({ replies }) => replies[0]?.stdout.toString())).to.deep.equal([
        '1\n',
        '1\n2\n',
        '1\n2\n3\n',
        '1\n2\n3\n4\n',
        '',
      ]);
    });

    it('sends a batch that stops at failures in one write, relayed or not', async () => {
      const fresh = await localConnection(path);
      const counted = await laneOf(fresh);
      const batch = [after, { script: ':' }, { script: ':', stdin: Buffer.from('x') }, after];
      expect((await counted.run(batch, { stopAtFailure: true })).replies.length).to.equal(4);
      expect(counted.stats.roundTrips).to.equal(1);
      await fresh.close();
    });

    it('counts what it costs', async () => {
      const fresh = await localConnection(path);
      const counted = await laneOf(fresh);
      await counted.run([after, after, after]);
      await counted.run([after]);
      const { roundTrips, fragments, bytesSent, bytesReceived } = counted.stats;
      expect([roundTrips, fragments]).to.deep.equal([2, 4]);
      expect(bytesSent).to.be.within(400, 2000);
      expect(bytesReceived).to.be.within(200, 2000);
      await fresh.close();
      expect(fresh.stats).to.deep.equal(counted.stats);
    });
  });
}

// mocha's own `after`, whose name a fragment has here.
function after_(action: () => unknown): void {
  globalThis.after(action);
}

function compare(outcome: BatchOutcome, gives: readonly Expected[]): void {
  expect(outcome.kind).to.equal('answered');
  expect(outcome.replies.map(({ code, timedOut }) => ({ code, timedOut }))).to.deep.equal(
    gives.map(({ code = 0, timedOut }) => ({ code, timedOut })),
  );
  for (const [index, { out = '', err = '' }] of gives.entries()) {
    const reply = outcome.replies[index];
    const streams = [
      ['stdout', reply?.stdout.toString() ?? '', out],
      ['stderr', reply?.stderr.toString() ?? '', err],
    ] as const;
    for (const [name, text, expected] of streams) {
      if (typeof expected === 'string') expect(text, `${name} of ${index}`).to.equal(expected);
      else expect(text, `${name} of ${index}`).to.match(expected);
    }
  }
}

function randomText(next: (below: number) => number, length: number): string {
  const alphabet = 'ab \n\t\'"\\$`!#&|;<>(){}[]*?~=%-^\r\x01\x07\x1b\x7fäß€😀\x80';
  const letters = [...alphabet];
  return Array.from({ length }, () => letters[next(letters.length)]).join('');
}

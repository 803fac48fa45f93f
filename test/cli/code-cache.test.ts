import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const CODE_CACHE = fileURLToPath(new URL('../../src/cli/code-cache.ts', import.meta.url));

describe('what V8 compiles of the bundle', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tsplay-cache-'));
    writeFileSync(
      join(directory, 'bundle.cjs'),
      `exports.twice = (number) => 2 * number; exports.self = () => require('./bundle.cjs') === exports;\n`,
    );
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const run = (keep: boolean): string => {
    const program = `
      import { requireCached } from ${JSON.stringify(CODE_CACHE)};
      const { twice, self } = requireCached(new URL('bundle.cjs', ${JSON.stringify(`file://${directory}/`)}), { keep: ${keep} });
      console.log(twice(21), self());`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
    return `${stdout}${stderr}`;
  };
  const kept = (): readonly string[] => readdirSync(directory).filter((name) => name.endsWith('.cache'));

  it('is kept once, and used', () => {
    expect(run(true)).to.equal('42 true\n');
    const [name = ''] = kept();
    const before = readFileSync(join(directory, name));
    expect(run(true)).to.equal('42 true\n');
    expect([kept(), readFileSync(join(directory, name))]).to.deep.equal([[name], before]);
  });

  it('is not kept by who loads too little', () => {
    expect([run(false), kept()]).to.deep.equal(['42 true\n', []]);
  });

  it('is made anew where it is not what V8 wrote', () => {
    run(true);
    const [name = ''] = kept();
    writeFileSync(join(directory, name), 'half');
    expect(run(true)).to.equal('42 true\n');
    expect(readFileSync(join(directory, name)).length).to.be.greaterThan(100);
    expect(readdirSync(directory)).to.have.length(2);
  });
});

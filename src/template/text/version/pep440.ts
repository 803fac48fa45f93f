// Versions of Python packages, by PEP 440.

import { TemplateError } from '../../callable.ts';

const pattern =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

/** Compares two versions of Python packages. */
export function comparePep440(a: string, b: string): number {
  const first = parse(a);
  const second = parse(b);
  return (
    first.epoch - second.epoch ||
    compareLists(first.release, second.release) ||
    compareLists(first.suffix, second.suffix) ||
    compareLocal(first.local, second.local)
  );
}

interface Version {
  readonly epoch: number;
  readonly release: readonly number[];
  /** Rank and number of the pre-release, the post-release and the development release. */
  readonly suffix: readonly number[];
  readonly local: readonly string[] | undefined;
}

const stages: Readonly<Record<string, number>> = { a: 1, alpha: 1, b: 2, beta: 2, c: 3, rc: 3, pre: 3, preview: 3 };

function parse(text: string): Version {
  const match = pattern.exec(text.trim().toLowerCase());
  if (!match) throw new TemplateError(`Invalid version: '${text}'`);
  const [, epoch = '0', release = '', stage, stageNumber, bare, post, postNumber, dev, devNumber, local] = match;
  const isPost = bare !== undefined || post !== undefined;
  const isDev = dev !== undefined;
  // Without a stage: a development release of the version itself is before its alphas, anything else after its candidates.
  const stageRank = stage === undefined ? (isDev && !isPost ? 0 : 4) : (stages[stage] ?? 0);
  return {
    epoch: Number(epoch),
    release: withoutZeros(release.split('.').map(Number)),
    suffix: [
      stageRank,
      Number(stageNumber ?? 0),
      isPost ? Number(bare ?? postNumber) : -1,
      isDev ? Number(devNumber) : Number.POSITIVE_INFINITY,
    ],
    local: local?.split(/[-_.]/),
  };
}

function withoutZeros(release: readonly number[]): number[] {
  return release.slice(0, release.findLastIndex((part) => part !== 0) + 1);
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (part !== other) return part < other ? -1 : 1;
  }
  return a.length - b.length;
}

// A version with a local part is after the one without; numbers are after words.
function compareLocal(a: readonly string[] | undefined, b: readonly string[] | undefined): number {
  if (!a || !b) return a ? 1 : b ? -1 : 0;
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const numeric = [part, other].map((one) => /^\d+$/.test(one));
    if (numeric[0] !== numeric[1]) return numeric[0] ? 1 : -1;
    const order = numeric[0] ? Number(part) - Number(other) : part < other ? -1 : part > other ? 1 : 0;
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

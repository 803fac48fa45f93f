// The predicted state of a host: what check mode would have changed so far, laid over what the host really answers.

import type { Change, Prediction } from './change.ts';
import { describe } from './changes/index.ts';
import { keyOf, type Look } from './look.ts';
import type { Answer } from './plan.ts';
import { PredictedFiles } from './predicted-files.ts';
import { anyOverlap, type ResourceName } from './resource.ts';
import { unitFiles } from './unit-files.ts';

/** One per host and run in check mode. */
export class World {
  readonly #files = new PredictedFiles();
  readonly #answers = new Map<string, Answer>();
  /** What predicted changes touched without saying what looks will answer, and by which change. */
  readonly #unknown: { readonly names: readonly ResourceName[]; readonly title: string }[] = [];
  /** The first predicted change that may bring about anything. */
  #bringer: string | undefined;
  #first: string | undefined;

  /** Takes a change as done. */
  predict(change: Change): void {
    this.#first ??= describe(change);
    if (change.kind === 'run') {
      if (change.touches.some((name) => name === 'anything' || name === 'packages')) this.#bringer ??= change.title;
      for (const prediction of change.leaves) this.#leave(prediction);
      const names = change.touches.filter((name) => !change.leaves.some((one) => readsOf(one.look) === name));
      if (names.length > 0) this.#unknown.push({ names, title: change.title });
      return;
    }
    this.#files.predict(change);
  }

  /** What a look will be answered with after the changes so far; `undefined` where only the host knows. */
  answer(look: Look): Answer | undefined {
    if (look.kind !== 'file') return this.#answers.get(keyOf(look));
    const seen = this.#files.answer(look);
    return seen && { kind: 'file', value: seen };
  }

  /** The look to ask the host where `answer` has none: predicted links are not there yet, and predicted copies are where they come from. */
  redirected(look: Look): Look {
    return look.kind === 'file' || look.kind === 'tree' ? this.#files.redirected(look) : look;
  }

  /** The change (in words) that may have made a real answer to these looks wrong; `undefined` where none did. */
  doubt(reads: readonly ResourceName[]): string | undefined {
    // What a service answers may depend on any file or unit, however well those are predicted.
    if (reads.includes('anything') && this.#first !== undefined) return this.#first;
    return this.#unknown.find((one) => anyOverlap(one.names, reads))?.title;
  }

  /**
   * A predicted change that may bring about anything, such as the installation of a package; what is missing now may be there by
   * then. That looks at packages are answered does not tell what they bring.
   */
  excuse(): string | undefined {
    return this.#bringer;
  }

  /** The first predicted change, in words: whatever sees the host itself sees it without that one. */
  pending(): string | undefined {
    return this.#first;
  }

  /**
   * What the host's real answer becomes by what is predicted. A unit that is missing now is taken to come, stopped, with its file or
   * with what is to be installed.
   */
  imagine(answer: Answer, look: Look): Answer {
    if (answer.kind === 'file' && look.kind === 'file')
      return { kind: 'file', value: this.#files.over(look, answer.value) };
    if (answer.kind === 'tree' && look.kind === 'tree')
      return { kind: 'tree', value: this.#files.overTree(look, answer.value) };
    if (answer.kind !== 'unit' || look.kind !== 'unit' || answer.value.loadState !== 'not-found') return answer;
    if (this.excuse() === undefined && !this.#files.anyOf(unitFiles(look))) return answer;
    return { kind: 'unit', value: { ...answer.value, loadState: 'loaded', unitFileState: 'disabled' } };
  }

  #leave(prediction: Prediction): void {
    if (prediction.kind === 'file') this.#files.set(prediction.look.path, prediction.value);
    else this.#answers.set(keyOf(prediction.look), prediction);
  }
}

function readsOf(look: Look): ResourceName | undefined {
  switch (look.kind) {
    case 'file':
    case 'tree':
      return `path:${look.path}`;
    case 'user':
      return `user:${look.name}`;
    case 'group':
      return `group:${look.name}`;
    case 'unit':
      return `unit:${look.name}`;
    case 'packages':
      return 'packages';
    case 'zone':
      return 'firewall';
    case 'facts':
    case 'platform':
      return 'facts';
    case 'run':
      return look.reads[0];
    default:
      return undefined;
  }
}

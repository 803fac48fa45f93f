// Stamps events with their time and tells each warning once.

import type { Diagnostic } from '../model/diagnostic.ts';
import { placeOf } from '../model/source.ts';
import type { EventSink, Happening } from './events.ts';

/** The mouth of a run. */
export class Emitter {
  readonly #sink: EventSink;
  readonly #told = new Set<string>();

  constructor(sink: EventSink) {
    this.#sink = sink;
  }

  emit(happening: Happening): void {
    this.#sink({ ...happening, at: Date.now() });
  }

  warn(diagnostic: Diagnostic, options: { readonly host?: string; readonly deprecation?: boolean } = {}): void {
    const key = `${diagnostic.message}\0${diagnostic.span ? placeOf(diagnostic.span) : ''}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.emit({
      kind: 'warned',
      deprecation: options.deprecation ?? false,
      diagnostic,
      ...(options.host !== undefined && { host: options.host }),
    });
  }
}

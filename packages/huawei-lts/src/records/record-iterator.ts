import type { LogRecord } from '@polylog/core/driver';
import { type Body, opened } from './body.js';
import type { ReadJsonLogsOptions } from './json-logs.js';
import { JsonRecord } from './json-record.js';
import type { LogPlaces } from './log-places.js';
import { Stretch } from './stretch.js';

/** A larger string lies outside of V8's young generation, where strings cost a multiple. */
const LARGEST_STRETCH_BYTES = 64 * 1024;

/** The records of a body that was checked. Not a generator: one of those costs as much as the rest of a step. */
export class RecordIterator implements IterableIterator<LogRecord, undefined> {
  readonly #body: Body;
  readonly #options: ReadJsonLogsOptions;
  readonly #places: LogPlaces;
  #stretch: Stretch;
  #index = 0;

  constructor(body: Body, options: ReadJsonLogsOptions, places: LogPlaces) {
    this.#body = body;
    this.#options = options;
    this.#places = places;
    this.#stretch = new Stretch(body, options, 0, 0);
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<LogRecord, undefined> {
    opened(this.#body); // May have been released since the last step, and hold another body by now.
    const index = this.#index;
    if (index === this.#places.count) return { done: true, value: undefined };
    const start = this.#places.start(index);
    const end = this.#places.end(index);
    if (end > this.#stretch.end) this.#stretch = this.#stretchFrom(index);
    this.#index = index + 1;
    return { done: false, value: new JsonRecord(this.#stretch, index, start, end, this.#places.timeAt(index)) };
  }

  /** As many records as fit, at least this one. */
  #stretchFrom(index: number): Stretch {
    const start = this.#places.start(index);
    let end = this.#places.end(index);
    for (let next = index + 1; next < this.#places.count; next++) {
      if (this.#places.end(next) - start > LARGEST_STRETCH_BYTES) break;
      end = Math.max(end, this.#places.end(next));
    }
    return new Stretch(this.#body, this.#options, start, end);
  }
}

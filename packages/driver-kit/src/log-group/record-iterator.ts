import type { LogRecord } from '@polylog/core/driver';
import { type Body, opened } from './body.js';
import { Group } from './group.js';
import { LazyRecord } from './lazy-record.js';
import type { ReadLogGroupsOptions } from './log-group-list.js';
import { GROUP, LOG } from './structure.js';
import { Wire } from './wire.js';

/** The records of a body that was checked. Not a generator: one of those costs as much as the rest of a step. */
export class RecordIterator implements IterableIterator<LogRecord, undefined> {
  readonly #body: Body;
  readonly #options: ReadLogGroupsOptions;
  readonly #tails: Uint8Array;
  readonly #wire: Wire;
  readonly #bodyEnd: number;
  #group: Group | undefined;
  #groupEnd = 0;
  #groupCount = 0;
  #indexInGroup = 0;

  constructor(body: Body, options: ReadLogGroupsOptions, tails: Uint8Array) {
    const { bytes } = opened(body);
    this.#body = body;
    this.#options = options;
    this.#tails = tails;
    this.#wire = new Wire(bytes);
    this.#bodyEnd = bytes.length;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<LogRecord, undefined> {
    opened(this.#body); // May have been released since the last step, and hold another body by now.
    const wire = this.#wire;
    for (;;) {
      while (wire.at < this.#groupEnd) {
        const tag = wire.tag(this.#groupEnd);
        if (tag !== LOG) {
          wire.skip(tag, this.#groupEnd);
          continue;
        }
        const end = wire.span(this.#groupEnd);
        const value = new LazyRecord(this.#group as Group, this.#indexInGroup++, wire.at, end);
        wire.at = end;
        return { done: false, value };
      }
      if (!this.#nextGroup()) return { done: true, value: undefined };
    }
  }

  #nextGroup(): boolean {
    const wire = this.#wire;
    while (wire.at < this.#bodyEnd) {
      const tag = wire.tag(this.#bodyEnd);
      if (tag !== GROUP) {
        wire.skip(tag, this.#bodyEnd);
        continue;
      }
      this.#groupEnd = wire.span(this.#bodyEnd);
      const index = this.#groupCount++;
      const tail = this.#tails[index] as number;
      this.#group = new Group(this.#body, this.#options, index, tail, wire.at, this.#groupEnd);
      this.#indexInGroup = 0;
      return true;
    }
    return false;
  }
}

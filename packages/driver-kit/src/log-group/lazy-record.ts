import type { LogRecord } from '@polylog/core/driver';
import type { LogPlace } from '../records/log-place.js';
import { cutOne } from '../records/record-texts.js';
import { FieldIterator } from './field-iterator.js';
import { findField } from './find-field.js';
import type { Group } from './group.js';
import { readEpochMs, readTimeNs } from './log-time.js';
import { readObject } from './read-object.js';

/** One log, read from the received bytes each time it is asked. They were checked before: nothing here can be corrupt. */
export class LazyRecord implements LogRecord, LogPlace {
  readonly #group: Group;
  readonly #index: number;
  readonly start: number;
  readonly end: number;

  constructor(group: Group, index: number, start: number, end: number) {
    this.#group = group;
    this.#index = index;
    this.start = start;
    this.end = end;
  }

  get id(): string {
    this.#group.open();
    return this.#group.options.recordId(this.#group.index, this.#index);
  }

  get timeNs(): bigint {
    return readTimeNs(this.#group.open(), this.#group, this);
  }

  get epochMs(): number {
    return readEpochMs(this.#group.open(), this.#group, this);
  }

  get body(): string | undefined {
    return this.get(this.#group.options.fields.body);
  }

  get topic(): string | undefined {
    return this.#group.metadata().topic;
  }

  get source(): string | undefined {
    return this.#group.metadata().source;
  }

  get host(): string | undefined {
    return this.#group.metadata().host;
  }

  get path(): string | undefined {
    return this.#group.metadata().path;
  }

  get tags(): ReadonlyMap<string, string> {
    return this.#group.metadata().tags;
  }

  get(name: string): string | undefined {
    const body = this.#group.open();
    if (!findField(body, this.#group, this, name)) return undefined;
    return cutOne(body, this.#group, body.wire.valueStart, body.wire.valueEnd);
  }

  getBytes(name: string): Uint8Array | undefined {
    const body = this.#group.open();
    if (!findField(body, this.#group, this, name)) return undefined;
    // Copied: Buffer's own slice() would share the memory.
    return new Uint8Array(body.bytes.subarray(body.wire.valueStart, body.wire.valueEnd));
  }

  entries(): IterableIterator<[name: string, value: string]> {
    return new FieldIterator(this.#group, this);
  }

  toObject(): Record<string, string> {
    return readObject(this.#group.open(), this.#group, this);
  }
}

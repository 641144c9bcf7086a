import type { LogRecord } from '@polylog/core/driver';
import type { FieldNames } from './names.js';

/** A record whose fields go by portable names. Nothing is read before it is asked for. */
export class RenamedRecord implements LogRecord {
  readonly #record: LogRecord;
  readonly #names: FieldNames;

  constructor(record: LogRecord, names: FieldNames) {
    this.#record = record;
    this.#names = names;
  }

  get id(): string {
    return this.#record.id;
  }

  get epochMs(): number {
    return this.#record.epochMs;
  }

  get timeNs(): bigint {
    return this.#record.timeNs;
  }

  get body(): string | undefined {
    return this.#record.body;
  }

  get topic(): string | undefined {
    return this.#record.topic;
  }

  get source(): string | undefined {
    return this.#record.source;
  }

  get host(): string | undefined {
    return this.#record.host;
  }

  get path(): string | undefined {
    return this.#record.path;
  }

  get tags(): ReadonlyMap<string, string> {
    return this.#record.tags;
  }

  get(name: string): string | undefined {
    return this.#record.get(this.#names.toProvider.get(name) ?? name);
  }

  getBytes(name: string): Uint8Array | undefined {
    return this.#record.getBytes(this.#names.toProvider.get(name) ?? name);
  }

  entries(): IterableIterator<[name: string, value: string]> {
    // Asked at once, not at the first step: a released record throws here, too.
    return renamed(this.#record.entries(), this.#names);
  }

  toObject(): Record<string, string> {
    const object: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.#record.toObject())) {
      const portable = this.#names.toPortable.get(name) ?? name;
      // Not by assignment: a field may be called __proto__.
      Object.defineProperty(object, portable, { value, enumerable: true, writable: true, configurable: true });
    }
    return object;
  }
}

function* renamed(
  entries: IterableIterator<[name: string, value: string]>,
  names: FieldNames,
): Generator<[name: string, value: string], undefined> {
  for (const [name, value] of entries) yield [names.toPortable.get(name) ?? name, value];
}

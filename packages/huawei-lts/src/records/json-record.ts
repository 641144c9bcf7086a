import type { LogRecord } from '@polylog/core/driver';
import { cutOne, type LogPlace } from '@polylog/driver-kit';
import { findLabel } from './find-label.js';
import { LabelIterator } from './label-iterator.js';
import { readObject } from './read-object.js';
import { plainEpochMs, timeNsOf } from './record-time.js';
import { CONTENT_LABELS, HOST_LABEL, PATH_LABEL, SERVICE_LABELS, SOURCE_LABEL } from './service-labels.js';
import type { Stretch } from './stretch.js';

/**
 * One log, read from the received bytes each time it is asked. They were checked before: nothing here can be corrupt. A
 * label that is text is given as that; any other value as the JSON that stands there, so that numbers keep their digits.
 */
export class JsonRecord implements LogRecord, LogPlace {
  readonly #stretch: Stretch;
  readonly #index: number;
  /** Of its labels; both 0 where it has none. */
  readonly start: number;
  readonly end: number;
  readonly #timeAt: number;

  constructor(stretch: Stretch, index: number, start: number, end: number, timeAt: number) {
    this.#stretch = stretch;
    this.#index = index;
    this.start = start;
    this.end = end;
    this.#timeAt = timeAt;
  }

  get id(): string {
    this.#stretch.open();
    return this.#stretch.options.recordId(this.#index);
  }

  get timeNs(): bigint {
    this.#stretch.open();
    return timeNsOf((name) => this.get(name));
  }

  get epochMs(): number {
    const { bytes } = this.#stretch.open();
    return plainEpochMs(bytes, this.#timeAt) ?? Number(this.timeNs / 1_000_000n);
  }

  get body(): string | undefined {
    const [own, other] = CONTENT_LABELS;
    return this.get(own) ?? this.get(other);
  }

  get topic(): string | undefined {
    this.#stretch.open();
    return undefined;
  }

  get source(): string | undefined {
    return this.get(SOURCE_LABEL);
  }

  get host(): string | undefined {
    return this.get(HOST_LABEL);
  }

  get path(): string | undefined {
    return this.get(PATH_LABEL);
  }

  get tags(): ReadonlyMap<string, string> {
    const tags = new Map<string, string>();
    for (const [name, value] of this.entries()) {
      if (SERVICE_LABELS.has(name) && !tags.has(name)) tags.set(name, value);
    }
    return tags;
  }

  get(name: string): string | undefined {
    const body = this.#stretch.open();
    if (!findLabel(body, this, name)) return undefined;
    const { scanner } = body;
    scanner.readValue();
    return scanner.escaped ?? cutOne(body, this.#stretch, scanner.valueStart, scanner.valueEnd);
  }

  getBytes(name: string): Uint8Array | undefined {
    const body = this.#stretch.open();
    if (!findLabel(body, this, name)) return undefined;
    const { bytes, scanner } = body;
    scanner.readValue();
    if (scanner.escaped !== undefined) return new TextEncoder().encode(scanner.escaped);
    // Copied: Buffer's own slice() would share the memory.
    return new Uint8Array(bytes.subarray(scanner.valueStart, scanner.valueEnd));
  }

  entries(): IterableIterator<[name: string, value: string]> {
    return new LabelIterator(this.#stretch, this);
  }

  toObject(): Record<string, string> {
    return readObject(this.#stretch.open(), this.#stretch, this);
  }
}

import type { LogRecord } from '@polylog/core/driver';
import { JsonScanner } from '@polylog/driver-kit';
import { type HeldBytes, opened } from './held-bytes.js';
import { timeNsOf } from './record-time.js';
import { CONTENT_LABELS, HOST_LABEL, PATH_LABEL, SERVICE_LABELS, SOURCE_LABEL } from './service-labels.js';

/**
 * One log, read from the received bytes each time it is asked. They were checked before: nothing here can be corrupt. A
 * label that is text is given as that; any other value as the JSON that stands there, so that numbers keep their digits.
 */
export class JsonRecord implements LogRecord {
  readonly #held: HeldBytes;
  readonly #labelsAt: number | undefined;
  readonly #id: () => string;

  constructor(held: HeldBytes, labelsAt: number | undefined, id: () => string) {
    this.#held = held;
    this.#labelsAt = labelsAt;
    this.#id = id;
  }

  get id(): string {
    opened(this.#held);
    return this.#id();
  }

  get timeNs(): bigint {
    opened(this.#held);
    return timeNsOf((name) => this.get(name));
  }

  get epochMs(): number {
    return Number(this.timeNs / 1_000_000n);
  }

  get body(): string | undefined {
    const [own, other] = CONTENT_LABELS;
    return this.get(own) ?? this.get(other);
  }

  get topic(): string | undefined {
    opened(this.#held);
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
    const scanner = this.#labels();
    for (let isFirst = true; scanner !== undefined; isFirst = false) {
      const found = scanner.nextName(isFirst, Number.POSITIVE_INFINITY);
      if (found === undefined) break;
      if (found === name) return valueAt(scanner);
      scanner.skip();
    }
    return undefined;
  }

  getBytes(name: string): Uint8Array | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : new TextEncoder().encode(value);
  }

  entries(): IterableIterator<[name: string, value: string]> {
    opened(this.#held);
    return this.#walk();
  }

  toObject(): Record<string, string> {
    const object: Record<string, string> = {};
    for (const [name, value] of this.entries()) {
      if (Object.hasOwn(object, name)) continue;
      // Assigning would not always define it (`__proto__`).
      Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
    }
    return object;
  }

  /** A place before the labels. */
  #labels(): JsonScanner | undefined {
    const bytes = opened(this.#held);
    if (this.#labelsAt === undefined) return undefined;
    const scanner = new JsonScanner(bytes);
    scanner.at = this.#labelsAt;
    return scanner;
  }

  *#walk(): Generator<[name: string, value: string], undefined> {
    const scanner = this.#labels();
    for (let isFirst = true; scanner !== undefined; isFirst = false) {
      // May have been released since the last step, and hold another body by now.
      opened(this.#held);
      const name = scanner.nextName(isFirst, Number.POSITIVE_INFINITY);
      if (name === undefined) return;
      yield [name, valueAt(scanner)];
    }
  }
}

function valueAt(scanner: JsonScanner): string {
  if (scanner.peek() === 'text') return scanner.text(Number.POSITIVE_INFINITY) ?? '';
  const start = scanner.at;
  scanner.skip();
  return scanner.bytes.toString('utf8', start, scanner.at);
}

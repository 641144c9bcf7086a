import type { LogRecord } from '@polylog/core/driver';
import type { OpenBody } from './body.js';
import { encodedName } from './field-name.js';
import type { Group } from './group.js';
import { readTimeNs, toEpochMs } from './log-time.js';
import { sameBytes } from './name-table.js';
import { nextContent } from './structure.js';
import { flatText, TextRegion } from './text-region.js';
import { Wire } from './wire.js';

/** A record above this many bytes gets no string of its own: each of its texts holds only itself. */
const LARGEST_OWN_REGION_BYTES = 8 * 1024;

/** One log, read from the received bytes each time it is asked. They were checked before: nothing here can be corrupt. */
export class LazyRecord implements LogRecord {
  readonly #group: Group;
  readonly #index: number;
  readonly #start: number;
  readonly #end: number;
  #ownRegion: TextRegion | undefined;

  constructor(group: Group, index: number, start: number, end: number) {
    this.#group = group;
    this.#index = index;
    this.#start = start;
    this.#end = end;
  }

  get id(): string {
    this.#group.open();
    return this.#group.options.recordId(this.#group.index, this.#index);
  }

  get timeNs(): bigint {
    return readTimeNs(this.#wire(), this.#end, this.#group.options.fields);
  }

  get epochMs(): number {
    return toEpochMs(this.timeNs);
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
    const found = this.#find(name);
    if (found === undefined) return undefined;
    const { bytes, view } = this.#group.open();
    // One field alone is cheaper without a string of the whole record, unless there is one.
    const region = this.#group.sharedRegion ?? this.#ownRegion;
    if (region === undefined) return flatText(bytes, found.valueStart, found.valueEnd);
    return region.text(bytes, view, found.valueStart, found.valueEnd);
  }

  getBytes(name: string): Uint8Array | undefined {
    const found = this.#find(name);
    // Copied: Buffer's own slice() would share the memory.
    return found && new Uint8Array(this.#group.open().bytes.subarray(found.valueStart, found.valueEnd));
  }

  entries(): IterableIterator<[name: string, value: string]> {
    return this.#walk(new Wire(this.#group.open().view, this.#start));
  }

  toObject(): Record<string, string> {
    const object: Record<string, string> = {};
    const body = this.#group.open();
    const wire = this.#wire();
    while (nextContent(wire, this.#end)) {
      const name = body.names.at(body.bytes, wire.keyStart, wire.keyEnd);
      if (object[name] === undefined) {
        object[name] = this.#value(body, wire);
      } else if (!Object.hasOwn(object, name)) {
        // Every object inherits that name (`constructor`); assigning would not always define it (`__proto__`).
        const value = this.#value(body, wire);
        Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
      }
    }
    return object;
  }

  *#walk(wire: Wire): Generator<[name: string, value: string], undefined> {
    for (;;) {
      const body = this.#group.open(); // The batch may have been released since the last step.
      if (!nextContent(wire, this.#end)) return;
      yield [body.names.at(body.bytes, wire.keyStart, wire.keyEnd), this.#value(body, wire)];
    }
  }

  /** Stands at the first content of that name. */
  #find(name: string): Wire | undefined {
    const { bytes } = this.#group.open();
    const wire = this.#wire();
    const wanted = encodedName(name);
    while (nextContent(wire, this.#end)) {
      const found =
        wanted === undefined
          ? flatText(bytes, wire.keyStart, wire.keyEnd) === name
          : sameBytes(bytes, wire.keyStart, wire.keyEnd, wanted);
      if (found) return wire;
    }
    return undefined;
  }

  /** At the start of this log; good until the next call of anybody. */
  #wire(): Wire {
    const { wire } = this.#group.open();
    wire.at = this.#start;
    return wire;
  }

  /** The value of the pair that `wire` has read. */
  #value({ bytes, view }: OpenBody, wire: Wire): string {
    const { sharedRegion } = this.#group;
    if (sharedRegion !== undefined) return sharedRegion.text(bytes, view, wire.valueStart, wire.valueEnd);
    if (this.#end - this.#start > LARGEST_OWN_REGION_BYTES) return flatText(bytes, wire.valueStart, wire.valueEnd);
    this.#ownRegion ??= new TextRegion(this.#start, this.#end);
    return this.#ownRegion.text(bytes, view, wire.valueStart, wire.valueEnd);
  }
}

import type { LogPlace } from '../records/log-place.js';
import type { NameEntry } from '../records/name-table.js';
import { RecordTexts } from '../records/record-texts.js';
import { contentsOf, nextContent } from './content.js';
import type { Group } from './group.js';
import { Wire } from './wire.js';

/** The contents of one log, in pairs. Not a generator: that would cost as much as the rest of a step. */
export class FieldIterator implements IterableIterator<[name: string, value: string], undefined> {
  readonly #group: Group;
  readonly #log: LogPlace;
  readonly #wire: Wire;
  readonly #texts: RecordTexts;
  #entry: NameEntry;

  constructor(group: Group, log: LogPlace) {
    this.#group = group;
    this.#log = log;
    const body = group.open();
    this.#wire = new Wire(body.bytes, contentsOf(body, group, log));
    this.#entry = body.names.begin();
    this.#texts = new RecordTexts(group, log);
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<[name: string, value: string], undefined> {
    const body = this.#group.open(); // The batch may have been released since the last step.
    const wire = this.#wire;
    if (!nextContent(wire, this.#group, this.#log)) return { done: true, value: undefined };
    this.#entry = body.names.after(this.#entry, body, wire.keyStart, wire.keyEnd);
    return { done: false, value: [this.#entry.name, this.#texts.cut(body, wire.valueStart, wire.valueEnd)] };
  }
}

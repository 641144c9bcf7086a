import { type LogPlace, type NameEntry, RecordTexts } from '@polylog/driver-kit';
import { readName } from './read-name.js';
import type { Stretch } from './stretch.js';

/** The labels of one log, in pairs. Not a generator: that would cost as much as the rest of a step. */
export class LabelIterator implements IterableIterator<[name: string, value: string], undefined> {
  readonly #stretch: Stretch;
  readonly #log: LogPlace;
  readonly #texts: RecordTexts;
  #entry: NameEntry | undefined;
  #at: number;

  constructor(stretch: Stretch, log: LogPlace) {
    stretch.open();
    this.#stretch = stretch;
    this.#log = log;
    this.#texts = new RecordTexts(stretch, log);
    this.#at = log.start;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<[name: string, value: string], undefined> {
    const body = this.#stretch.open(); // The batch may have been released since the last step.
    const { scanner } = body;
    const { end } = this.#log;
    if (this.#at === end) return { done: true, value: undefined };
    scanner.at = this.#at;
    const isMore = scanner.nextMember(this.#entry === undefined);
    this.#at = scanner.at;
    if (!isMore) return { done: true, value: undefined };
    this.#entry = readName(body, this.#entry ?? body.names.begin());
    scanner.readValue();
    this.#at = scanner.at;
    const value = scanner.escaped ?? this.#texts.cut(body, scanner.valueStart, scanner.valueEnd);
    return { done: false, value: [this.#entry.name, value] };
  }
}

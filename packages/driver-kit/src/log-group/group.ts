import { type Body, type OpenBody, opened } from './body.js';
import type { ReadLogGroupsOptions } from './log-group-list.js';
import { type GroupMetadata, readMetadata } from './metadata.js';
import { latin1Text } from './slice-text.js';

/** A group above this many bytes gets no string of its own; its records do. */
const LARGEST_TEXT_BYTES = 256 * 1024;

/**
 * V8 copies a cut of fewer characters than this; a longer one keeps alive what it was cut from. Should that ever change,
 * the tests of what a text holds alive fail.
 */
const COPIED_BELOW = 13;

/** What the records of one log group have in common. */
export class Group {
  readonly index: number;
  readonly options: ReadLogGroupsOptions;
  /** Of each of its logs; see `plain-log.ts`. */
  readonly tail: number;
  readonly start: number;
  /** Texts of fewer bytes may be cut from {@link text}. */
  readonly cutsBelow: number;
  /** Whether a record needed a string of its own, as those behind it then do as well, most likely. */
  ownTexts = false;
  readonly #body: Body;
  readonly #end: number;
  #text: string | undefined;
  #metadata: GroupMetadata | undefined;

  constructor(body: Body, options: ReadLogGroupsOptions, index: number, tail: number, start: number, end: number) {
    this.index = index;
    this.options = options;
    this.tail = tail;
    this.start = start;
    this.#body = body;
    this.#end = end;
    const small = end - start <= LARGEST_TEXT_BYTES;
    this.cutsBelow = !small ? 0 : options.strings === 'shared' ? LARGEST_TEXT_BYTES + 1 : COPIED_BELOW;
  }

  /** Throws `record-released` when the bytes are no longer ours. */
  open(): OpenBody {
    return opened(this.#body);
  }

  /** The whole group as latin1, in which a byte is a character, so that places in bytes are places in it. */
  text(bytes: Buffer): string {
    this.#text ??= latin1Text(bytes, this.start, this.#end);
    return this.#text;
  }

  /** Throws as {@link open} does, also when it was read before. */
  metadata(): GroupMetadata {
    const body = this.open();
    this.#metadata ??= readMetadata(body, this.start, this.#end, this.options.fields);
    return this.#metadata;
  }
}

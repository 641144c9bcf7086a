import { latin1Text } from '../records/slice-text.js';
import { cutsBelow, type TextStretch } from '../records/text-stretch.js';
import { type Body, type OpenBody, opened } from './body.js';
import type { ReadLogGroupsOptions } from './log-group-list.js';
import { type GroupMetadata, readMetadata } from './metadata.js';

/** What the records of one log group have in common. */
export class Group implements TextStretch {
  readonly index: number;
  readonly options: ReadLogGroupsOptions;
  /** Of each of its logs; see `plain-log.ts`. */
  readonly tail: number;
  readonly start: number;
  readonly cutsBelow: number;
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
    this.cutsBelow = cutsBelow(end - start, options.strings);
    this.#body = body;
    this.#end = end;
  }

  /** Throws `record-released` when the bytes are no longer ours. */
  open(): OpenBody {
    return opened(this.#body);
  }

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

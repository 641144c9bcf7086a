import { TextStretch } from '../records/text-stretch.js';
import { type Body, type OpenBody, opened } from './body.js';
import type { ReadLogGroupsOptions } from './log-group-list.js';
import { type GroupMetadata, readMetadata } from './metadata.js';

/** What the records of one log group have in common. */
export class Group extends TextStretch {
  readonly index: number;
  readonly options: ReadLogGroupsOptions;
  /** Of each of its logs; see `plain-log.ts`. */
  readonly tail: number;
  readonly #body: Body;
  #metadata: GroupMetadata | undefined;

  constructor(body: Body, options: ReadLogGroupsOptions, index: number, tail: number, start: number, end: number) {
    super(start, end, options.strings);
    this.index = index;
    this.options = options;
    this.tail = tail;
    this.#body = body;
  }

  /** Throws `record-released` when the bytes are no longer ours. */
  open(): OpenBody {
    return opened(this.#body);
  }

  /** Throws as {@link open} does, also when it was read before. */
  metadata(): GroupMetadata {
    const body = this.open();
    this.#metadata ??= readMetadata(body, this.start, this.end, this.options.fields);
    return this.#metadata;
  }
}

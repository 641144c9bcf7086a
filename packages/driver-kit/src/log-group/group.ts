import { type Body, type OpenBody, opened } from './body.js';
import type { ReadLogGroupsOptions } from './log-group-list.js';
import { type GroupMetadata, readMetadata } from './metadata.js';
import { TextRegion } from './text-region.js';

/** A group above this many bytes gets no string of its own; its records do. */
const LARGEST_SHARED_REGION_BYTES = 256 * 1024;

/** What the records of one log group have in common. */
export class Group {
  readonly index: number;
  readonly options: ReadLogGroupsOptions;
  /** Where all texts of the group are cut from, where they may share one string. */
  readonly sharedRegion: TextRegion | undefined;
  readonly #body: Body;
  readonly #start: number;
  readonly #end: number;
  #metadata: GroupMetadata | undefined;

  constructor(body: Body, options: ReadLogGroupsOptions, index: number, start: number, end: number) {
    this.index = index;
    this.options = options;
    this.#body = body;
    this.#start = start;
    this.#end = end;
    const shared = options.strings === 'shared' && end - start <= LARGEST_SHARED_REGION_BYTES;
    this.sharedRegion = shared ? new TextRegion(start, end) : undefined;
  }

  /** Throws `record-released` when the bytes are no longer ours. */
  open(): OpenBody {
    return opened(this.#body);
  }

  /** Throws as {@link open} does, also when it was read before. */
  metadata(): GroupMetadata {
    const body = this.open();
    this.#metadata ??= readMetadata(body, this.#start, this.#end, this.options.fields);
    return this.#metadata;
  }
}

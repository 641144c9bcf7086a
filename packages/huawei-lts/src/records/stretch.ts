import { TextStretch } from '@polylog/driver-kit';
import { type Body, type OpenBody, opened } from './body.js';
import type { ReadJsonLogsOptions } from './json-logs.js';

/** Some records that follow one another, and what they have in common. */
export class Stretch extends TextStretch {
  readonly options: ReadJsonLogsOptions;
  readonly #body: Body;

  constructor(body: Body, options: ReadJsonLogsOptions, start: number, end: number) {
    super(start, end, options.strings);
    this.options = options;
    this.#body = body;
  }

  /** Throws `record-released` when the bytes are no longer ours. */
  open(): OpenBody {
    return opened(this.#body);
  }
}

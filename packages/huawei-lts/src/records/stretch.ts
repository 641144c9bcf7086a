import { cutsBelow, latin1Text, type TextStretch } from '@polylog/driver-kit';
import { type Body, type OpenBody, opened } from './body.js';
import type { ReadJsonLogsOptions } from './json-logs.js';

/** Some records that follow one another, and what they have in common. */
export class Stretch implements TextStretch {
  readonly options: ReadJsonLogsOptions;
  readonly start: number;
  readonly end: number;
  readonly cutsBelow: number;
  ownTexts = false;
  readonly #body: Body;
  #text: string | undefined;

  constructor(body: Body, options: ReadJsonLogsOptions, start: number, end: number) {
    this.options = options;
    this.start = start;
    this.end = end;
    this.cutsBelow = cutsBelow(end - start, options.strings);
    this.#body = body;
  }

  /** Throws `record-released` when the bytes are no longer ours. */
  open(): OpenBody {
    return opened(this.#body);
  }

  text(bytes: Buffer): string {
    this.#text ??= latin1Text(bytes, this.start, this.end);
    return this.#text;
  }
}

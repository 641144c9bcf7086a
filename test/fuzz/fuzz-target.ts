import type { Draw } from './draw.js';
import type { FuzzCase } from './fuzz-case.js';

/** What a decoder did with a case: took it as valid, or refused it as it may. */
export type Outcome = 'valid' | 'refused';

/** One decoder, with what it is fed and what it must never do. */
export interface FuzzTarget {
  readonly name: string;
  /** A case that must be taken as valid. */
  valid(draw: Draw): FuzzCase;
  /** `one`, damaged in a way that knows the format; may borrow from `other`. Both are valid, and stay as they are. */
  mutate(draw: Draw, one: FuzzCase, other: FuzzCase): FuzzCase;
  /** A case that owes nothing to a valid one. */
  random(draw: Draw): FuzzCase;
  /** Decodes and judges. Throws where a promise is broken: a {@link BrokenPromise}, or whatever the decoder let out. */
  run(given: FuzzCase): Outcome | Promise<Outcome>;
}

/** A promise that a decoder has not kept. */
export class BrokenPromise extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'BrokenPromise';
  }
}

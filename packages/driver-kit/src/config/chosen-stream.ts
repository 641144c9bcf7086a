import { ConsumerError } from '@polylog/core/driver';

/** The stream of a section that a producer writes to: the one that is named, or the only one. Throws `invalid-argument`. */
export function chosenStream(named: string | undefined, streams: readonly string[]): string {
  const [only, ...others] = streams;
  if (named === undefined && only !== undefined && others.length === 0) return only;
  if (named !== undefined && streams.includes(named)) return named;
  const found = named === undefined ? 'not named, and there are several' : JSON.stringify(named);
  throw new ConsumerError('invalid-argument', `stream is ${found}; allowed: ${streams.join(', ')}.`, {
    option: 'stream',
  });
}

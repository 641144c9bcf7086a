import { ConsumerError } from '@polylog/core/driver';

/** The `invalid-argument` of one door, which is named in front. */
export function refusalOf(door: string): (message: string, option?: string) => ConsumerError {
  return (message, option) => new ConsumerError('invalid-argument', `${door}: ${message}`, { option });
}

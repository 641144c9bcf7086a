import { ConsumerError } from '@polylog/core/driver';

/**
 * What stands in front of the log group in each message of a pull: version (int32), timestamp (int64), account (int64),
 * logset and topic (36 characters each), and the length of what follows (int32), all big-endian. It tells nothing of
 * offsets, and the unit of the timestamp is not documented: only version and length are used.
 */
export const ENVELOPE_BYTES = 96;

const VERSION = 130;
const LENGTH_AT = 92;

/** Checks the envelope at `at`, and returns how many bytes its log group has, as it says. Throws `corrupt-data`. */
export function toldGroupBytes(view: DataView, at: number): number {
  const version = view.getInt32(at);
  if (version !== VERSION) throw corrupt(`its envelope has the version ${version}, known is ${VERSION}`);
  const length = view.getInt32(at + LENGTH_AT);
  if (length < 0) throw corrupt(`its envelope tells a length of ${length}`);
  return length;
}

const corrupt = (what: string): ConsumerError => new ConsumerError('corrupt-data', `a message of a pull: ${what}`);

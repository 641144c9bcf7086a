import { MOST_OFF_NS } from '../client/log-input.js';

/**
 * Now, each time at least a nanosecond later, also where the clock is set back: the service sorts by these, whatever shard a log
 * is in. A clock that was so wrong that the service would drop what is of its time is given up.
 */
export function orderedTimes(): (nowMs: number) => bigint {
  let last = -1n;
  return (nowMs) => {
    const now = BigInt(Math.floor(nowMs)) * 1_000_000n;
    last = last < now || last - now >= MOST_OFF_NS ? now : last + 1n;
    return last;
  };
}

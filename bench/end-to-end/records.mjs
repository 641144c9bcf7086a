import { encodeLogGroup } from '@polylog/driver-kit';
import { createRandom } from '../data/random.mjs';
import { smallLog } from '../data/sets.mjs';

/** One put, and so one step of a cursor: 77 kB, as a producer sends that gathers for a second or so. */
const RECORDS_A_GROUP = 1000;

/**
 * Seeded log groups of small records. Beside each stands what a worker must add up of it (`addRecord`).
 *
 * @param {{ seed: number, records: number, timeSeconds: number }} wanted
 */
export function* logGroups({ seed, records, timeSeconds }) {
  const random = createRandom(seed);
  for (let left = records; left > 0; left -= RECORDS_A_GROUP) {
    const logs = [];
    let checksum = 0;
    for (let i = Math.min(left, RECORDS_A_GROUP); i > 0; i--) {
      const contents = smallLog(random);
      const { level, msg } = Object.fromEntries(contents);
      logs.push({ timeSeconds, contents });
      checksum = addRecord(checksum, level, msg);
    }
    yield { bytes: encodeLogGroup({ logs, source: '10.0.0.1' }), records: logs.length, checksum };
  }
}

/**
 * Adds the number in `msg` (`req 89abcdef took 12 ms`) times the first letter of `level`, modulo 2^32: so a record that is
 * missing, repeated or mixed up shows, in whatever order they come. `their-worker.py` does the same.
 *
 * @param {number} checksum
 * @param {string} level
 * @param {string} msg
 */
export function addRecord(checksum, level, msg) {
  let number = 0;
  for (let at = 4; at < 12; at++) {
    const code = msg.charCodeAt(at);
    number = (number << 4) | (code < 58 ? code - 48 : code - 87);
  }
  return (checksum + Math.imul(number, level.charCodeAt(0))) | 0;
}

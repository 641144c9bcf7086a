import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeJson } from '@polylog/driver-kit';
import { cached } from '../../scripts/peers/cached.mjs';
import { createRandom } from './random.mjs';
import { accessLog, dataSets } from './sets.mjs';

/** As many as a pull gives at most. */
const MOST_LOGS = 1000;
const BODIES = 8;
const SHORT = { bodies: 2, part: 10 };
const FIRST_TIME_MS = 1_795_000_000_000n;
const NS_PER_MS = 1_000_000n;

/** Logs as an agent sends them that does not take them apart; the line has quotes, which are escapes in JSON. */
const lines = {
  about: 'web server log, a line of text',
  groups: 1,
  logsAGroup: MOST_LOGS,
  oneField: 'log_content',
  log: (random, n) => [['log_content', lineOf(Object.fromEntries(accessLog(random, n)))]],
};

const lineOf = (log) =>
  `${log.remote_addr} - - [${log.time_local}] "${log.request_method} ${log.request_uri} HTTP/1.1" ${log.status} ${log.body_bytes_sent} "${log.http_referer}" "${log.http_user_agent}"`;

/** The sets of all services, and one more. */
const ltsSets = { ...dataSets, lines };

/** Fields that are numbers in the JSON. */
const NUMBERS = ['status', 'body_bytes_sent', 'request_time', 'upstream_response_time'];

/**
 * The folder of the answers of pulls, `access-0.json` to `access-7.json`. `index.json` tells of each set what `bodies.mjs`
 * tells. Made on the first call, then kept.
 */
export async function ltsBodiesFolder(/** @type {{ short: boolean }} */ { short }) {
  const sources = ['lts-bodies.mjs', 'chinese.mjs', 'random.mjs', 'sets.mjs'].map(
    (file) => new URL(file, import.meta.url),
  );
  const { bodies, part } = short ? SHORT : { bodies: BODIES, part: 1 };
  return cached(short ? 'short-lts-bodies' : 'lts-bodies', sources, (folder) => writeBodies(folder, bodies, part));
}

function writeBodies(folder, bodies, part) {
  const index = {};
  for (const [name, set] of Object.entries(ltsSets)) {
    const records = Math.ceil(Math.min(MOST_LOGS, set.groups * set.logsAGroup) / part);
    const sizes = Array.from({ length: bodies }, (_, number) => {
      const json = Buffer.from(answerOf(set, records, createRandom(number + 1)));
      writeFileSync(join(folder, `${name}-${number}.json`), json);
      return json.length;
    });
    index[name] = { about: set.about, records, oneField: set.oneField, sizes };
  }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index, undefined, 2));
}

/**
 * @param {import('./sets.mjs').DataSet} set
 * @param {number} records
 * @param {import('./random.mjs').Random} random
 */
function answerOf({ log }, records, random) {
  const logs = Array.from({ length: records }, (_, n) => ({ labels: labelsOf(log(random, n), n, random) }));
  return writeJson({ count: records, next: (FIRST_TIME_MS + 1000n) * NS_PER_MS + 1n, logs });
}

/** The fields of a log, one of them an id of 63 bits, and what the service and its collector add, which is all text. */
function labelsOf(fields, n, random) {
  const timeMs = FIRST_TIME_MS + BigInt(n * 5);
  return {
    ...Object.fromEntries(fields.map(([name, text]) => [name, NUMBERS.includes(name) ? Number(text) : text])),
    order_id: 4_000_000_000_000_000_000n + BigInt(random.below(2 ** 52)) * 1000n + BigInt(random.below(1000)),
    hostName: `web-${n % 40}.example.internal`,
    hostIP: `10.0.0.${n % 250}`,
    pathFile: '/var/log/app/access.log',
    category: 'LTS',
    collectTime: String(timeMs + 700n),
    __time__: String(timeMs),
    lineNum: String(timeMs * NS_PER_MS + BigInt(random.below(1e6))),
  };
}

/** One set, read back. */
export function loadLtsBodies(folder, name) {
  const set = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))[name];
  return { ...set, bodies: set.sizes.map((_, number) => readFileSync(join(folder, `${name}-${number}.json`))) };
}

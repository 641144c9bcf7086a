import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeClsLogGroup } from '@polylog/driver-kit';
import { compressSync } from 'snappy';
import { cached } from '../../scripts/peers/cached.mjs';
import { createRandom } from './random.mjs';
import { dataSets } from './sets.mjs';

/** As many log groups of the sets as fill the 2 MiB that a read asks for by default: a quarter of those that SLS gives. */
const PART = 4;
const BODIES = 8;
const SHORT = { bodies: 2, part: 10 };
const FIRST_TIME_SECONDS = 1_795_000_000;

/**
 * The folder of the answers of pulls, `access-0.snappy` to `access-7.snappy`: snappy blocks by Google's own encoder, in
 * which matches are found as the service's would find them. `index.json` tells of each set what `bodies.mjs` tells, with
 * the sizes of the log groups themselves. Made on the first call, then kept.
 */
export async function clsBodiesFolder(/** @type {{ short: boolean }} */ { short }) {
  const sources = ['cls-bodies.mjs', 'chinese.mjs', 'random.mjs', 'sets.mjs'].map(
    (file) => new URL(file, import.meta.url),
  );
  const { bodies, part } = short ? SHORT : { bodies: BODIES, part: 1 };
  return cached(short ? 'short-cls-bodies' : 'cls-bodies', sources, (folder) =>
    writeBodies(folder, bodies, PART * part),
  );
}

function writeBodies(folder, bodies, part) {
  const index = {};
  for (const [name, set] of Object.entries(dataSets)) {
    const groups = Math.ceil(set.groups / part);
    const sizes = Array.from({ length: bodies }, (_, number) => {
      const logGroups = groupsOf({ ...set, groups }, createRandom(number + 1));
      const json = answerOf(logGroups);
      const block = compressSync(json);
      writeFileSync(join(folder, `${name}-${number}.snappy`), block);
      return {
        raw: logGroups.reduce((sum, group) => sum + group.length, 0),
        json: json.length,
        snappy: block.length,
      };
    });
    const { about, logsAGroup, oneField } = set;
    index[name] = { about, groups, records: groups * logsAGroup, oneField, sizes };
  }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index, undefined, 2));
}

/**
 * @param {import('./sets.mjs').DataSet} set
 * @param {import('./random.mjs').Random} random
 */
function groupsOf({ groups, logsAGroup, log }, random) {
  return Array.from({ length: groups }, (_, group) =>
    encodeClsLogGroup({
      logs: Array.from({ length: logsAGroup }, (__, index) => {
        const n = group * logsAGroup + index;
        // In microseconds, as the service's page on consumption says.
        return { time: (FIRST_TIME_SECONDS + Math.floor(n / 200)) * 1e6 + random.below(1e6), contents: log(random, n) };
      }),
      packageId: `${random.hex(24).toUpperCase()}-${group.toString(16).toUpperCase().padStart(16, '0')}`,
      filename: '/var/log/app/access.log',
      source: `10.0.0.${group % 250}`,
      hostname: `web-${group % 40}.example.internal`,
      tags: [
        ['env', 'prod'],
        ['cluster', 'cls-4f2a'],
      ],
    }),
  );
}

/** A log group as it stands in an answer: in base64, behind its envelope. */
export function clsMessage(/** @type {Buffer} */ logGroup) {
  const envelope = Buffer.alloc(96);
  envelope.writeInt32BE(130, 0);
  envelope.writeBigInt64BE(BigInt(FIRST_TIME_SECONDS) * 1000n, 4);
  envelope.writeBigInt64BE(100_012_345_678n, 12);
  envelope.write('0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89', 20);
  envelope.write('6f6ded3f-948c-4616-9c7c-956a95d8c1a3', 56);
  envelope.writeInt32BE(logGroup.length, 92);
  return Buffer.concat([envelope, logGroup]).toString('base64');
}

function answerOf(/** @type {readonly Buffer[]} */ logGroups) {
  const Message = logGroups.map(clsMessage);
  const RequestId = 'd3b2e3c0-7f4c-4a19-9f5c-0a6f5f4e0001';
  return Buffer.from(JSON.stringify({ Response: { NextOffset: 1_000_000, Message, RequestId } }));
}

/** One set, read back: each body is its block, and how many bytes the log groups in it are. */
export function loadClsBodies(folder, name) {
  const set = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))[name];
  const bodies = set.sizes.map(({ raw }, number) => ({
    block: readFileSync(join(folder, `${name}-${number}.snappy`)),
    rawBytes: raw,
  }));
  return { ...set, bodies };
}

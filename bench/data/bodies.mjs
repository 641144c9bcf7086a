import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeLogGroup, frameLogGroup } from '@polylog/driver-kit';
import { cached } from '../../scripts/peers/cached.mjs';
import { codecNamed, nativeLz4Absent } from '../lib/codecs.mjs';
import { createRandom } from './random.mjs';
import { dataSets } from './sets.mjs';

/** Bodies a set: those who decode go round, so that neither caches nor branch predictors learn one by heart. */
const BODIES = 4;
/** Where only one thing is to be seen, that all can read them. */
const SHORT = { bodies: 2, part: 10 };
const FIRST_TIME_SECONDS = 1_795_000_000;

/**
 * The folder of the bodies, which candidates in any language read: `access-0.raw` to `access-3.raw`, as a pull has them
 * before compression (a protobuf LogGroupList), and beside each the LZ4 block, `access-0.lz4`: by liblz4, as the service
 * would, and by our own encoder only where there is no native module. `index.json` tells of each set its records, and its
 * one field. Made on the first call, then kept.
 */
export async function bodiesFolder(/** @type {{ short: boolean }} */ { short }) {
  const encoder = (await nativeLz4Absent()) === undefined ? 'native' : 'js';
  const sources = ['bodies.mjs', 'chinese.mjs', 'random.mjs', 'sets.mjs'].map((file) => new URL(file, import.meta.url));
  const codec = await codecNamed(encoder);
  const { bodies, part } = short ? SHORT : { bodies: BODIES, part: 1 };
  return cached(short ? 'short-bodies' : 'bodies', [encoder, ...sources], (folder) => {
    writeBodies(folder, codec, bodies, part);
  });
}

/**
 * @param {string} folder
 * @param {import('@polylog/driver-kit').Codec} codec
 * @param {number} bodies of each set
 * @param {number} part one in how many log groups is written
 */
function writeBodies(folder, codec, bodies, part) {
  const index = {};
  for (const [name, set] of Object.entries(dataSets)) {
    const rawBytes = [];
    const lz4Bytes = [];
    for (let number = 0; number < bodies; number++) {
      const raw = encodeBody({ ...set, groups: Math.ceil(set.groups / part) }, createRandom(number + 1));
      const compressed = codec.compress(raw);
      writeFileSync(join(folder, `${name}-${number}.raw`), raw);
      writeFileSync(join(folder, `${name}-${number}.lz4`), compressed);
      rawBytes.push(raw.length);
      lz4Bytes.push(compressed.length);
    }
    const { about, logsAGroup, oneField } = set;
    const groups = Math.ceil(set.groups / part);
    index[name] = { about, groups, records: groups * logsAGroup, oneField, rawBytes, lz4Bytes };
  }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(index, undefined, 2));
}

/**
 * @param {import('./sets.mjs').DataSet} set
 * @param {import('./random.mjs').Random} random
 */
function encodeBody({ groups, logsAGroup, nanoseconds, log }, random) {
  const framed = Array.from({ length: groups }, (_, group) => {
    const logs = Array.from({ length: logsAGroup }, (_, index) => {
      const n = group * logsAGroup + index;
      return {
        timeSeconds: FIRST_TIME_SECONDS + Math.floor(n / 200),
        ...(nanoseconds ? { timeNsPart: random.below(1e9) } : {}),
        contents: log(random, n),
      };
    });
    const tags = [
      ['__hostname__', `web-${group % 40}.example.internal`],
      ['__path__', '/var/log/app/access.log'],
      ['__pack_id__', `${random.hex(16).toUpperCase()}-${group.toString(16).toUpperCase()}`],
      ['__receive_time__', String(FIRST_TIME_SECONDS + 1)],
    ];
    return frameLogGroup(encodeLogGroup({ logs, topic: 'web', source: `10.0.0.${group % 250}`, tags }));
  });
  return Buffer.concat(framed);
}

/**
 * One set, read back.
 *
 * @param {string} folder
 * @param {string} name
 */
export function loadBodies(folder, name) {
  const set = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'))[name];
  const bodies = set.rawBytes.map((_, number) => ({
    raw: readFileSync(join(folder, `${name}-${number}.raw`)),
    lz4: readFileSync(join(folder, `${name}-${number}.lz4`)),
  }));
  return { ...set, bodies };
}

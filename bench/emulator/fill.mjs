import { encodeLogGroup, lz4Block } from '@polylog/driver-kit';
import { createRandom } from '../data/random.mjs';
import { accessLog } from '../data/sets.mjs';
import { createSender, PULL_HEADERS, pullQuery, SHARD_PATH } from './wire.mjs';

const GROUPS_A_BODY = 20;
const LOGS_A_GROUP = 400;

/**
 * Writes log groups of 200 kB into the emulator, then reads them all once, which also fills its caches.
 *
 * @param {number} port
 * @param {number} bodies about as many as a pull will answer
 * @returns {Promise<{ cursor: string, headers: Record<string, string>, bytes: Buffer, rawBytes: number }[]>} each pull
 */
export async function fill(port, bodies) {
  const sender = createSender(port);
  try {
    const random = createRandom(1);
    for (let i = 0; i < bodies * GROUPS_A_BODY; i++) await write(sender, random, i);
    return await readAll(sender);
  } finally {
    sender.close();
  }
}

async function write(sender, random, index) {
  const timeSeconds = Math.floor(Date.now() / 1000);
  const logs = Array.from({ length: LOGS_A_GROUP }, (_, n) => ({
    timeSeconds,
    contents: accessLog(random, index * LOGS_A_GROUP + n),
  }));
  const raw = encodeLogGroup({ logs, topic: 'access', source: '10.0.0.1' });
  const headers = {
    'content-type': 'application/x-protobuf',
    'x-log-compresstype': 'lz4',
    'x-log-bodyrawsize': String(raw.length),
  };
  await sender.send('/logstores/store/shards/lb', {}, { method: 'POST', body: lz4Block.compress(raw), headers });
}

async function readAll(sender) {
  const begin = await sender.send(SHARD_PATH, { type: 'cursor', from: 'begin' });
  const pulls = [];
  for (let { cursor } = JSON.parse(begin.bytes); ; ) {
    const { headers, bytes } = await sender.send(SHARD_PATH, pullQuery(cursor), { headers: PULL_HEADERS });
    if (headers['x-log-count'] === '0') return pulls;
    const { connection: _connection, 'keep-alive': _keepAlive, ...kept } = headers;
    pulls.push({ cursor, headers: kept, bytes, rawBytes: Number(headers['x-log-bodyrawsize']) });
    cursor = headers['x-log-cursor'];
  }
}

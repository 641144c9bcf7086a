import { createRandom } from '../data/random.mjs';
import { accessLog } from '../data/sets.mjs';
import { createSender } from './sender.mjs';

const GROUPS_A_BODY = 20;
const LOGS_A_GROUP = 400;

/**
 * Writes log groups of 200 kB into the emulator, then reads them all once, which also fills its caches.
 *
 * @param {import('./services.mjs').Service} service
 * @param {number} port
 * @param {number} bodies about as many as a pull will answer
 * @returns {Promise<{ place: string, headers: Record<string, string>, bytes: Buffer, rawBytes: number }[]>} each pull
 */
export async function fill(service, port, bodies) {
  const sender = createSender(port);
  try {
    const random = createRandom(1);
    for (let i = 0; i < bodies * GROUPS_A_BODY; i++) await service.write(sender, logsOf(random, i));
    return await readAll(service, sender);
  } finally {
    sender.close();
  }
}

function logsOf(random, index) {
  const timeSeconds = Math.floor(Date.now() / 1000);
  return Array.from({ length: LOGS_A_GROUP }, (_, n) => ({
    timeSeconds,
    contents: accessLog(random, index * LOGS_A_GROUP + n),
  }));
}

async function readAll(service, sender) {
  const pulls = [];
  for (let place = await service.begin(sender); ; ) {
    const answer = await service.pull(sender, place);
    const { next, rawBytes } = service.read(answer);
    if (rawBytes === 0) return pulls;
    const { connection: _connection, 'keep-alive': _keepAlive, ...headers } = answer.headers;
    pulls.push({ place, headers, bytes: answer.bytes, rawBytes });
    place = next;
  }
}

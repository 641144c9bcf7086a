// What `server.mjs` is for SLS: an LTS, access node and gateway, whose every pull gives the same large answer. Argument: a JSON
// object of shards, rawBytes (of the answer). Says { port, records }; each further message is answered with the moments, in
// milliseconds, at which heartbeats came since the last one. Ends with its parent.
import { createServer } from 'node:http';
import { createRandom } from '../data/random.mjs';
import { smallLog } from '../data/sets.mjs';

const DIFFERENT_LOGS = 1000;
const { shards, rawBytes } = JSON.parse(process.argv[2]);
const rest = makeRest();
let heartbeats = [];

/** The answer behind its place. */
function makeRest() {
  const random = createRandom(1);
  const different = Array.from({ length: DIFFERENT_LOGS }, () =>
    JSON.stringify({ labels: { ...Object.fromEntries(smallLog(random)), __time__: '1795000000000', category: 'LTS' } }),
  );
  const bytesOfAll = different.reduce((sum, log) => sum + log.length + 1, 0);
  const records = Math.floor((0.99 * rawBytes * DIFFERENT_LOGS) / bytesOfAll);
  const logs = Array.from({ length: records }, (_, i) => different[i % DIFFERENT_LOGS]);
  return { bytes: Buffer.from(`"count":${records},"logs":[${logs.join(',')}]}`), records };
}

function answerPull(start, response) {
  const first = Buffer.from(`{"next":${BigInt(start) + BigInt(rest.records)},`);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': first.length + rest.bytes.length });
  response.write(first);
  response.end(rest.bytes);
}

function answerJson(value, response) {
  const bytes = Buffer.from(JSON.stringify(value));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}

const ids = Array.from({ length: shards }, (_, id) => String(id));

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const [kind, name, call] = pathname.split('/').slice(7);
  request.resume();
  if (call === 'heartbeat') {
    heartbeats.push(performance.now());
    answerJson(ids, response);
  } else if (kind === 'shards' && call === 'cursor') answerJson({ cursor: '1' }, response);
  else if (kind === 'shards' && name !== undefined) answerPull(searchParams.get('start'), response);
  else if (kind === 'shards') answerJson({ isQueryComplete: true, result: JSON.stringify(ids) }, response);
  else if (name === undefined) answerJson([{ consumer_group_name: 'bench', timeout: 30 }], response);
  else answerJson([], response);
});
process.on('message', () => {
  process.send(heartbeats);
  heartbeats = [];
});
process.once('disconnect', () => process.exit());
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, records: rest.records }));

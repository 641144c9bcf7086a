// A service whose every pull gives the same large body, in a process of its own, so that nothing of what the consumer does
// keeps it from seeing when a heartbeat comes. Argument: a JSON object of shards, rawBytes (the most a body may have; 0 for
// shards to which nothing comes), codec. Says { port, rawBytes, records }; each further message is answered with the
// moments, in milliseconds, at which heartbeats came since the last one. Ends with its parent.
import { createServer } from 'node:http';
import { codecFor, encodeLogGroup, frameLogGroup } from '@polylog/driver-kit';
import { createRandom } from '../data/random.mjs';
import { smallLog } from '../data/sets.mjs';

/** As many as a pull gives at most. */
const GROUPS = 1000;
const DIFFERENT_GROUPS = 16;
const { shards, rawBytes, codec } = JSON.parse(process.argv[2]);
const body = makeBody();
let heartbeats = [];

/** Small records are the most work for their bytes. */
function makeBody() {
  if (rawBytes === 0) return { raw: Buffer.alloc(0), compressed: Buffer.alloc(0), groups: 0, records: 0 };
  const random = createRandom(1);
  const group = (size) => {
    const logs = Array.from({ length: size }, () => ({ timeSeconds: 1_795_000_000, contents: smallLog(random) }));
    return frameLogGroup(encodeLogGroup({ logs }));
  };
  const trial = 100;
  // A little less, since not all logs are equally long.
  const logsAGroup = Math.floor((0.99 * rawBytes * trial) / (GROUPS * group(trial).length));
  const different = Array.from({ length: DIFFERENT_GROUPS }, () => group(logsAGroup));
  const raw = Buffer.concat(Array.from({ length: GROUPS }, (_, i) => different[i % DIFFERENT_GROUPS]));
  return { raw, compressed: codecFor(codec).compress(raw), groups: GROUPS, records: GROUPS * logsAGroup };
}

const encodeCursor = (/** @type {number} */ number) => Buffer.from(String(number)).toString('base64');

function answerPull(cursor, response) {
  const first = Number(Buffer.from(cursor, 'base64').toString());
  const { raw, compressed, groups } = body;
  response.writeHead(200, {
    'content-type': 'application/x-protobuf',
    'content-length': compressed.length,
    'x-log-bodyrawsize': raw.length,
    'x-log-count': groups,
    'x-log-cursor': encodeCursor(first + groups),
    ...(codec === 'none' ? {} : { 'x-log-compresstype': codec }),
    ...(groups === 0 ? { 'x-log-end-of-cursor': '1' } : { 'x-log-read-last-cursor': first + groups - 1 }),
  });
  response.end(compressed);
}

function answerJson(value, response) {
  const bytes = Buffer.from(JSON.stringify(value));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}

const ids = Array.from({ length: shards }, (_, id) => id);
const edge = (/** @type {number} */ id) =>
  Math.floor((id * 0xff) / shards)
    .toString(16)
    .padStart(2, '0');
const shardList = ids.map((id) => ({
  shardID: id,
  status: 'readwrite',
  inclusiveBeginKey: edge(id),
  exclusiveEndKey: edge(id + 1),
}));

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const [, , , kind, name] = pathname.split('/');
  const type = searchParams.get('type');
  request.resume();
  if (type === 'heartbeat') {
    heartbeats.push(performance.now());
    answerJson(ids, response);
  } else if (type === 'log') answerPull(searchParams.get('cursor'), response);
  else if (type === 'cursor') answerJson({ cursor: encodeCursor(0) }, response);
  else if (kind === 'shards') answerJson(shardList, response);
  else if (name === undefined) answerJson([{ name: 'bench', timeout: 30, order: false }], response);
  else if (request.method === 'GET') answerJson([], response);
  else response.writeHead(200, { 'content-length': 0 }).end();
});
process.on('message', () => {
  process.send(heartbeats);
  heartbeats = [];
});
process.once('disconnect', () => process.exit());
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
  process.send({ port: server.address().port, rawBytes: body.raw.length, records: body.records });
});

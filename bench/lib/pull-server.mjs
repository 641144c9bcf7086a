// The other end of the HTTP benches, in a process of its own: one shard of a logstore whose data never ends. It answers
// what a consumer of one member asks, as SLS would, and keeps and checks nothing, so that it costs as little as it can.
// Arguments: folder, set. Says `{ "port": … }` once it listens; ends with its stdin.
import { createServer } from 'node:http';
import { loadBodies } from '../data/bodies.mjs';

const [folder, set] = process.argv.slice(2);
const { bodies, groups } = loadBodies(folder, set);
const GROUP_LIST = [{ name: 'bench', timeout: 30, order: true }];
const SHARDS = [{ shardID: 0, status: 'readwrite', inclusiveBeginKey: '00', exclusiveEndKey: 'ff' }];

const encodeCursor = (/** @type {number} */ number) => Buffer.from(String(number)).toString('base64');

/** A cursor counts log groups, so the body behind it is told by its number. */
function answerPull(cursor, response) {
  const first = Number(Buffer.from(cursor, 'base64').toString());
  const { raw, lz4 } = bodies[Math.floor(first / groups) % bodies.length];
  response.writeHead(200, {
    'content-type': 'application/x-protobuf',
    'content-length': lz4.length,
    'x-log-bodyrawsize': raw.length,
    'x-log-compresstype': 'lz4',
    'x-log-count': groups,
    'x-log-cursor': encodeCursor(first + groups),
    'x-log-read-last-cursor': first + groups - 1,
  });
  response.end(lz4);
}

function answerJson(value, response) {
  const bytes = Buffer.from(JSON.stringify(value));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const [, , , kind, name] = pathname.split('/');
  const type = searchParams.get('type');
  request.resume();
  if (type === 'log') answerPull(searchParams.get('cursor'), response);
  else if (type === 'cursor') answerJson({ cursor: encodeCursor(0) }, response);
  else if (type === 'heartbeat') answerJson([0], response);
  else if (kind === 'shards') answerJson(SHARDS, response);
  else if (name === undefined) answerJson(GROUP_LIST, response);
  else if (request.method === 'GET') answerJson([], response);
  else response.writeHead(200, { 'content-length': 0 }).end();
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
process.stdin.resume().once('end', () => {
  server.close();
  server.closeAllConnections();
});

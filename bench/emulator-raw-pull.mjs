// How much of a bare HTTP server's throughput the emulator reaches, so that it is not what other benchmarks measure.
// A puller that decodes nothing reads one shard from the emulator's process, then the same bytes from a bare node:http
// server's process, in alternating rounds. Prints MB/s of both (bytes on the wire, and before compression) and the ratio;
// exits with 1 below the goal.
//
//   node bench/emulator-raw-pull.mjs [--rounds 9] [--segments 16] [--passes 12] [--codec lz4|deflate|none]
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contentMd5, signatureV1 } from '@polylog/alibaba-sls/wire';
import { encodeLogGroup, lz4Block } from '@polylog/driver-kit';

const GOAL = 0.7;
const MEGABYTE = 1e6;
const GROUPS_A_SEGMENT = 20;
const LOGS_A_GROUP = 400;
const key = { id: 'polylog', secret: 'polylog-emulator-secret' };
const project = 'bench';
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

if (process.argv[2] === 'bare-server') await serveBare();
else await main();

/** The other process: says 'ready' with its port, gets the bodies, answers request after request with the next one. */
async function serveBare() {
  const [bodies] = await once(process, 'message');
  let next = 0;
  const server = createServer((_message, response) => {
    const { headers, bytes } = bodies[next++ % bodies.length];
    response.writeHead(200, headers);
    response.end(bytes);
  });
  server.keepAliveTimeout = 120_000;
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
  process.once('disconnect', () => {
    server.closeAllConnections();
    server.close();
  });
}

async function main() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '9' },
      segments: { type: 'string', default: '16' },
      passes: { type: 'string', default: '12' },
      codec: { type: 'string', default: 'lz4' },
    },
  });
  const [rounds, segments, passes] = [values.rounds, values.segments, values.passes].map(Number);
  const main = fileURLToPath(new URL('../packages/emulator/dist/main.js', import.meta.url));
  const emulator = spawn(process.execPath, [main, '--project', project, '--logstore', 'store', '--shards', '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(emulator.stdout), 'line');
  const { port } = JSON.parse(line).sls;
  let bare;
  try {
    await fill(port, segments);
    const begin = JSON.parse(
      (await send(port, '/logstores/store/shards/0', { type: 'cursor', from: 'begin' })).bytes,
    ).cursor;
    const bodies = await collect(port, begin, values.codec);
    bare = fork(fileURLToPath(import.meta.url), ['bare-server'], { serialization: 'advanced' });
    bare.send(bodies);
    const [{ port: barePort }] = await once(bare, 'message');

    const cursors = bodies.map(({ cursor }) => cursor);
    const round = async (toPort) => {
      const startedAt = performance.now();
      let bytes = 0;
      for (let pass = 0; pass < passes; pass++) {
        for (const cursor of cursors) bytes += await drain(toPort, cursor, values.codec);
      }
      return bytes / MEGABYTE / ((performance.now() - startedAt) / 1000);
    };
    await round(port);
    await round(barePort);
    const speeds = { emulator: [], bare: [] };
    for (let i = 0; i < rounds; i++) {
      // The one that goes first changes, so that a machine that slows down hits both alike.
      for (const name of i % 2 === 0 ? ['emulator', 'bare'] : ['bare', 'emulator']) {
        speeds[name].push(await round(name === 'bare' ? barePort : port));
      }
    }
    report(bodies, speeds, values.codec);
  } finally {
    agent.destroy();
    emulator.kill('SIGTERM');
    bare?.disconnect();
  }
}

function report(bodies, speeds, codec) {
  const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
  const sum = (field) => bodies.reduce((total, body) => total + body[field], 0);
  const packing = sum('rawBytes') / sum('sentBytes');
  const ratio = median(speeds.emulator.map((speed, i) => speed / speeds.bare[i]));
  console.log(
    `${bodies.length} bodies, ${codec}, ${Math.round(sum('sentBytes') / bodies.length / 1000)} kB each, ${packing.toFixed(1)} x packed`,
  );
  for (const name of ['emulator', 'bare']) {
    const speed = median(speeds[name]);
    console.log(
      `${name.padEnd(9)} ${speed.toFixed(0).padStart(6)} MB/s on the wire, ${(speed * packing).toFixed(0).padStart(6)} MB/s raw`,
    );
  }
  console.log(`ratio     ${(ratio * 100).toFixed(0).padStart(6)} % (goal: at least ${GOAL * 100} %)`);
  if (ratio < GOAL) process.exitCode = 1;
}

/** Log groups like an access log's, about 200 kB each. */
async function fill(port, segments) {
  const timeSeconds = Math.floor(Date.now() / 1000);
  for (let i = 0; i < segments * GROUPS_A_SEGMENT; i++) {
    const logs = Array.from({ length: LOGS_A_GROUP }, (_, j) => {
      const n = i * LOGS_A_GROUP + j;
      const contents = [
        ['remote_addr', `10.${n % 251}.${n % 241}.${n % 239}`],
        ['request_uri', `/api/v1/orders/${(n * 2654435761) % 4294967296}?page=${n % 17}`],
        ['request_method', n % 5 === 0 ? 'POST' : 'GET'],
        ['status', n % 37 === 0 ? '500' : '200'],
        ['request_time', String((n * 7919) % 1000)],
        ['body_bytes_sent', String((n * 104729) % 65536)],
        ['trace_id', ((n * 0x9e3779b1) >>> 0).toString(16).padStart(32, 'a7')],
        [
          'http_user_agent',
          'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36',
        ],
        ['host', `node-${n % 60}.service.internal`],
        ['upstream', `10.0.${n % 256}.${(n * 3) % 256}:8080`],
      ];
      return { timeSeconds, contents };
    });
    const raw = encodeLogGroup({ logs, topic: 'access', source: '10.0.0.1' });
    const { status, bytes } = await send(
      port,
      '/logstores/store/shards/lb',
      {},
      {
        method: 'POST',
        body: lz4Block.compress(raw),
        headers: {
          'content-type': 'application/x-protobuf',
          'x-log-compresstype': 'lz4',
          'x-log-bodyrawsize': String(raw.length),
        },
      },
    );
    if (status !== 200) throw new Error(`PutLogs: ${bytes}`);
  }
}

/** Reads the shard once: what the bare server is to send, and the emulator's caches are filled. */
async function collect(port, begin, codec) {
  const bodies = [];
  for (let cursor = begin; ; ) {
    const { headers, bytes } = await send(port, '/logstores/store/shards/0', pullQuery(cursor), pullHeaders(codec));
    if (headers['x-log-count'] === '0') return bodies;
    const { connection: _c, 'keep-alive': _k, ...kept } = headers;
    bodies.push({
      cursor,
      headers: kept,
      bytes,
      sentBytes: bytes.length,
      rawBytes: Number(headers['x-log-bodyrawsize']),
    });
    cursor = headers['x-log-cursor'];
  }
}

function pullQuery(cursor) {
  return { type: 'logs', cursor, count: '1000' };
}

function pullHeaders(codec) {
  return { headers: { accept: 'application/x-protobuf', 'accept-encoding': codec === 'none' ? '' : codec } };
}

/** Counts the body's bytes and forgets them. */
async function drain(port, cursor, codec) {
  let bytes = 0;
  await send(port, '/logstores/store/shards/0', pullQuery(cursor), {
    ...pullHeaders(codec),
    onChunk: (chunk) => {
      bytes += chunk.length;
    },
  });
  return bytes;
}

function send(port, path, query, { method = 'GET', body, headers: given = {}, onChunk } = {}) {
  const headers = {
    host: `${project}.127.0.0.1:${port}`,
    date: new Date().toUTCString(),
    'x-log-apiversion': '0.6.0',
    'x-log-bodyrawsize': '0',
    'x-log-signaturemethod': 'hmac-sha1',
    ...(body ? { 'content-md5': contentMd5(body), 'content-length': String(body.length) } : {}),
    ...given,
  };
  headers.authorization = `LOG ${key.id}:${signatureV1({ method, path, query: Object.entries(query), headers, body }, key.secret)}`;
  const search = new URLSearchParams(query).toString();
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path: `${path}${search && '?'}${search}`, headers, agent },
      (response) => {
        const chunks = [];
        response.on('data', onChunk ?? ((chunk) => chunks.push(chunk)));
        response.on('error', reject);
        response.on('end', () => {
          if (onChunk && response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
          resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

// The same calls without a consumer: a loop for each shard that pulls from its cursor, takes the next one from the answer
// and sleeps, and a loop for each other kind. Nothing but node:http with a timeout, timers, and the signature that every
// request must carry. Argument: a JSON object
// of endpoint, project, logstore, credentials, group, shards, and how many of each call there are to be in a second. Says
// when all shards were asked once; each further message is answered with what this process has cost so far.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { signV1 } from '@polylog/alibaba-sls/wire';
import { answerCosts } from './costs.mjs';

const { endpoint, project, logstore, credentials, group, shards, callsASecond } = JSON.parse(process.argv[2]);
const { hostname, port } = new URL(endpoint);
const agents = { pull: new http.Agent({ keepAlive: true }), control: new http.Agent({ keepAlive: true }) };
const timeout = 30_000;
const host = `${project}.${hostname}:${port}`;
const logstorePath = `/logstores/${logstore}`;
const groupPath = `${logstorePath}/consumergroups/${group}`;
const shardIds = Buffer.from(JSON.stringify(shards.map(({ id }) => id)));

function call(agent, method, path, query, own = {}, body = undefined) {
  const plain = { host, 'user-agent': 'bare-loop', 'x-log-bodyrawsize': String(body?.length ?? 0), ...own };
  const headers = signV1({ method, path, query, headers: plain, body }, credentials, Date.now());
  return exchange(
    { hostname, port, method, path: `${path}?${new URLSearchParams(query)}`, headers, agent, timeout },
    body,
  );
}

function exchange(options, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(options, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        if (answer.statusCode === 200) resolve({ headers: answer.headers, bytes });
        else reject(new Error(`${options.path} was answered with ${answer.statusCode}: ${bytes}`));
      });
    });
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error(`${options.path} was not answered`)));
    request.end(body);
  });
}

async function pull(shard) {
  const query = [
    ['type', 'log'],
    ['cursor', shard.cursor],
    ['count', '1000'],
  ];
  const own = { accept: 'application/x-protobuf', 'accept-encoding': 'lz4' };
  const { headers } = await call(agents.pull, 'GET', `${logstorePath}/shards/${shard.id}`, query, own);
  if (headers['x-log-bodyrawsize'] !== '0') throw new Error('nothing was written');
  shard.cursor = headers['x-log-cursor'];
}

function heartbeat(ids) {
  const query = [
    ['type', 'heartbeat'],
    ['consumer', 'bare-loop'],
  ];
  return call(agents.control, 'POST', groupPath, query, { 'content-type': 'application/json' }, ids);
}

const others = {
  HeartBeat: async () => JSON.parse((await heartbeat(shardIds)).bytes),
  ListShards: async () => JSON.parse((await call(agents.control, 'GET', `${logstorePath}/shards`, [])).bytes),
  ListConsumerGroup: async () =>
    JSON.parse((await call(agents.control, 'GET', `${logstorePath}/consumergroups`, [])).bytes),
};

/** Once so many milliseconds, from a random moment on, so that not all come at once. */
async function repeat(everyMs, work) {
  await sleep(Math.random() * everyMs);
  for (let next = performance.now(); ; ) {
    await work();
    next += everyMs;
    await sleep(Math.max(0, next - performance.now()));
  }
}

process.once('disconnect', () => process.exit());
// A member from its first heartbeat on, which names no shards yet.
await heartbeat(Buffer.from('[]'));
let unasked = shards.length;
const { PullLogs: pullsASecond, ...rest } = callsASecond;
const everyMs = (1000 / pullsASecond) * shards.length;
await new Promise((asked, failed) => {
  for (const { id, endCursor } of shards) {
    const shard = { id, cursor: endCursor };
    const work = async () => {
      await pull(shard);
      if (--unasked === 0) asked();
    };
    repeat(everyMs, work).catch(failed);
  }
  for (const [name, often] of Object.entries(rest)) repeat(1000 / often, others[name]).catch(failed);
});
answerCosts();
process.send('ready');

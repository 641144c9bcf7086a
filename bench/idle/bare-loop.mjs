// The same calls without a consumer: a loop for each shard that sends its pull, reads the answer and sleeps, and a loop for
// each other kind. Nothing but node:http, timers, and the signature that every request must carry. Argument: a JSON object
// of endpoint, project, logstore, credentials, group, shards, and how many of each call there are to be in a second. Says
// when all shards were asked once; each further message is answered with what this process has cost so far.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { signV1 } from '@polylog/alibaba-sls/wire';
import { answerCosts } from './costs.mjs';

const { endpoint, project, logstore, credentials, group, shards, callsASecond } = JSON.parse(process.argv[2]);
const { hostname, port } = new URL(endpoint);
const agents = { pull: new http.Agent({ keepAlive: true }), control: new http.Agent({ keepAlive: true }) };
const host = `${project}.${hostname}:${port}`;
const logstorePath = `/logstores/${logstore}`;
const groupPath = `${logstorePath}/consumergroups/${group}`;
const shardIds = Buffer.from(JSON.stringify(shards.map(({ id }) => id)));

function call(agent, method, path, query, own = {}, body = undefined) {
  const plain = { host, 'user-agent': 'bare-loop', 'x-log-bodyrawsize': String(body?.length ?? 0), ...own };
  const headers = signV1({ method, path, query, headers: plain, body }, credentials, Date.now());
  return exchange({ hostname, port, method, path: `${path}?${new URLSearchParams(query)}`, headers, agent }, body);
}

function exchange(options, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(options, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        if (answer.statusCode === 200) resolve(bytes);
        else reject(new Error(`${options.path} was answered with ${answer.statusCode}: ${bytes}`));
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

function pull({ id, endCursor }) {
  const query = [
    ['type', 'log'],
    ['cursor', endCursor],
    ['count', '1000'],
  ];
  const own = { accept: 'application/x-protobuf', 'accept-encoding': 'lz4' };
  return call(agents.pull, 'GET', `${logstorePath}/shards/${id}`, query, own);
}

function heartbeat(ids) {
  const query = [
    ['type', 'heartbeat'],
    ['consumer', 'bare-loop'],
  ];
  return call(agents.control, 'POST', groupPath, query, { 'content-type': 'application/json' }, ids);
}

const others = {
  HeartBeat: async () => JSON.parse(await heartbeat(shardIds)),
  ListShards: async () => JSON.parse(await call(agents.control, 'GET', `${logstorePath}/shards`, [])),
  ListConsumerGroup: async () => JSON.parse(await call(agents.control, 'GET', `${logstorePath}/consumergroups`, [])),
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
const unasked = new Set(shards);
const { PullLogs: pullsASecond, ...rest } = callsASecond;
const everyMs = (1000 / pullsASecond) * shards.length;
await new Promise((asked, failed) => {
  for (const shard of shards) {
    const work = async () => {
      await pull(shard);
      if (unasked.delete(shard) && unasked.size === 0) asked();
    };
    repeat(everyMs, work).catch(failed);
  }
  for (const [name, often] of Object.entries(rest)) repeat(1000 / often, others[name]).catch(failed);
});
answerCosts();
process.send('ready');

import { sdkDate, v11Authorization } from '@polylog/huawei-lts/wire';

const SIGNER = {
  accessKeyId: 'polylog',
  secretAccessKey: 'polylog-emulator-secret',
  region: 'cn-north-4',
  flavour: 'lts',
};
const PROJECT = '2a473356cca5487f8373be891bffc1cf';
const SHARD = `/v2/${PROJECT}/groups/bench/streams/stream/shards/0`;
const PUSH = `/v3/${PROJECT}/lts/groups/bench/streams/stream/logs`;
const NO_BODY = Buffer.alloc(0);

/** @type {import('./services.mjs').Service} */
export const lts = {
  title: 'LTS, JSON',
  args: ['--log-group', 'bench', '--log-stream', 'stream', '--stream-shards', '1'],
  async write(sender, logs) {
    const pushed = logs.map(({ timeSeconds, contents }) => ({
      time: timeSeconds * 1000,
      contents: contents.map(([name, value]) => ({ [name]: value })),
    }));
    await send(sender, PUSH, { method: 'POST', body: Buffer.from(JSON.stringify({ logs: pushed })) });
  },
  begin: async (sender) =>
    JSON.parse((await send(sender, `${SHARD}/cursor`, { query: [['from', 'begin']] })).bytes.toString()).cursor,
  pull(sender, start, onChunk) {
    const query = [
      ['limit', '1000'],
      ['start', start],
    ];
    return send(sender, SHARD, { query, onChunk });
  },
  read({ bytes }) {
    const [, count, next] = /^\{"count":(\d+),"next":(\d+),/.exec(bytes.toString('latin1', 0, 100));
    return { next, rawBytes: count === '0' ? 0 : bytes.length };
  },
  content: (bytes) => bytes,
};

function send(sender, path, { method = 'GET', query = [], body = NO_BODY, onChunk }) {
  const headers = { 'content-type': 'application/json', 'x-sdk-date': sdkDate(Date.now()) };
  const authorization = v11Authorization({ method, path, query, headers, body }, SIGNER);
  const search = new URLSearchParams(query).toString();
  const target = `${path}${search && '?'}${search}`;
  return sender.send({ method, target, headers: { ...headers, authorization }, body, onChunk });
}

import { contentMd5, signatureV1 } from '@polylog/alibaba-sls/wire';
import { encodeLogGroup, lz4Block } from '@polylog/driver-kit';

const KEY = { id: 'polylog', secret: 'polylog-emulator-secret' };
const SHARD = '/logstores/store/shards/0';

/** @type {import('./services.mjs').Service} */
export const sls = {
  title: 'SLS, lz4',
  args: ['--project', 'bench', '--logstore', 'store', '--shards', '1'],
  async write(sender, logs) {
    const raw = encodeLogGroup({ logs, topic: 'access', source: '10.0.0.1' });
    const headers = {
      'content-type': 'application/x-protobuf',
      'x-log-compresstype': 'lz4',
      'x-log-bodyrawsize': String(raw.length),
    };
    await send(sender, '/logstores/store/shards/lb', {}, { method: 'POST', body: lz4Block.compress(raw), headers });
  },
  begin: async (sender) =>
    JSON.parse((await send(sender, SHARD, { type: 'cursor', from: 'begin' })).bytes.toString()).cursor,
  pull(sender, cursor, onChunk) {
    const headers = { accept: 'application/x-protobuf', 'accept-encoding': 'lz4' };
    return send(sender, SHARD, { type: 'logs', cursor, count: '1000' }, { headers, onChunk });
  },
  read: ({ headers }) => ({ next: headers['x-log-cursor'], rawBytes: Number(headers['x-log-bodyrawsize']) }),
  content: (bytes) => bytes,
};

function send(sender, path, query, { method = 'GET', body, headers: given = {}, onChunk } = {}) {
  const headers = {
    host: `bench.127.0.0.1:${sender.port}`,
    date: new Date().toUTCString(),
    'x-log-apiversion': '0.6.0',
    'x-log-bodyrawsize': '0',
    'x-log-signaturemethod': 'hmac-sha1',
    ...(body ? { 'content-md5': contentMd5(body), 'content-length': String(body.length) } : {}),
    ...given,
  };
  const signature = signatureV1({ method, path, query: Object.entries(query), headers, body }, KEY.secret);
  headers.authorization = `LOG ${KEY.id}:${signature}`;
  const search = new URLSearchParams(query).toString();
  return sender.send({ method, target: `${path}${search && '?'}${search}`, headers, body, onChunk });
}

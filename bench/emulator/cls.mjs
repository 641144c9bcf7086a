import { encodeClsLogGroup, frameLogGroup, lz4Block } from '@polylog/driver-kit';
import { legacyAuthorization } from '@polylog/tencent-cls/wire';
import { uncompress } from 'snappyjs';

const KEY = { id: 'polylog', secret: 'polylog-emulator-secret' };
const query = [['topic_id', 'bench']];
/** As much as the service of the first cloud puts into a body. */
const SIZE = 4 * 1024 * 1024;
const ENVELOPE_BYTES = 96;

/** @type {import('./services.mjs').Service} */
export const cls = {
  title: 'CLS, snappy',
  args: ['--topic', 'bench', '--partitions', '1'],
  async write(sender, logs) {
    const group = encodeClsLogGroup({
      logs: logs.map(({ timeSeconds, contents }) => ({ time: timeSeconds, contents })),
      filename: 'access.log',
      source: '10.0.0.1',
    });
    await send(sender, '/structuredlog', lz4Block.compress(frameLogGroup(group)), {
      'content-type': 'application/x-protobuf',
      'x-cls-compress-type': 'lz4',
    });
  },
  begin: async () => '0',
  pull(sender, offset, onChunk) {
    const body = JSON.stringify({ StartOffset: Number(offset), Size: SIZE, CompressType: 'snappy', PartitionId: 1 });
    return send(sender, '/pull_log', Buffer.from(body), { 'content-type': 'application/json' }, onChunk);
  },
  read({ bytes }) {
    const { NextOffset, Message } = JSON.parse(Buffer.from(uncompress(bytes)).toString()).Response;
    const rawBytes = Message.reduce((sum, text) => sum + Buffer.byteLength(text, 'base64') - ENVELOPE_BYTES, 0);
    return { next: String(NextOffset), rawBytes };
  },
  content: (bytes) =>
    Buffer.from(uncompress(bytes))
      .toString()
      .replace(/"RequestId":"[^"]*"/, ''),
};

function send(sender, path, body, given, onChunk) {
  const host = `127.0.0.1:${sender.port}`;
  const from = Math.floor(Date.now() / 1000) - 60;
  const signed = {
    method: 'POST',
    path,
    query,
    headers: { host, 'content-type': given['content-type'] },
    window: { from, until: from + 360 },
  };
  const headers = { host, ...given, authorization: legacyAuthorization(signed, KEY.id, KEY.secret) };
  return sender.send({ method: 'POST', target: `${path}?${new URLSearchParams(query)}`, headers, body, onChunk });
}

// One who pulls and decodes nothing, as a candidate. Arguments: a JSON object of port, and of the pulls' cursors and
// rawBytes.
import { crc32 } from 'node:zlib';
import { serve } from '../lib/candidate.mjs';
import { createSender, PULL_HEADERS, pullQuery, SHARD_PATH } from './wire.mjs';

const { port, pulls } = JSON.parse(process.argv[2]);
const sender = createSender(port);
let sentBytes = 0;

await serve({
  async step(turn) {
    const { cursor, rawBytes } = pulls[turn % pulls.length];
    const onChunk = (chunk) => {
      sentBytes += chunk.length;
    };
    await sender.send(SHARD_PATH, pullQuery(cursor), { headers: PULL_HEADERS, onChunk });
    return { bytes: rawBytes, records: 0 };
  },
  async verify() {
    let crc = 0;
    for (const { cursor } of pulls) {
      const onChunk = (chunk) => {
        crc = crc32(chunk, crc);
      };
      await sender.send(SHARD_PATH, pullQuery(cursor), { headers: PULL_HEADERS, onChunk });
    }
    return crc.toString(16).padStart(8, '0');
  },
  extra() {
    const sent = sentBytes;
    sentBytes = 0;
    return { sent };
  },
  close: () => sender.close(),
});

// One who pulls and decodes nothing, as a candidate. Arguments: a JSON object of service, port, and of the pulls' places
// and rawBytes.
import { crc32 } from 'node:zlib';
import { serve } from '../lib/candidate.mjs';
import { createSender } from './sender.mjs';
import { services } from './services.mjs';

const { service: name, port, pulls } = JSON.parse(process.argv[2]);
const service = services[name];
const sender = createSender(port);
let sentBytes = 0;

await serve({
  async step(turn) {
    const { place, rawBytes } = pulls[turn % pulls.length];
    await service.pull(sender, place, (chunk) => {
      sentBytes += chunk.length;
    });
    return { bytes: rawBytes, records: 0 };
  },
  async verify() {
    let crc = 0;
    for (const { place } of pulls) crc = crc32(service.content((await service.pull(sender, place)).bytes), crc);
    return crc.toString(16).padStart(8, '0');
  },
  extra() {
    const sent = sentBytes;
    sentBytes = 0;
    return { sent };
  },
  close: () => sender.close(),
});

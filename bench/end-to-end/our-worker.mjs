// Our consumer: reads two fields of every record until it has seen them all, then stops. Argument: a JSON object of
// endpoint, project, logstore, credentials, group, records, and of the driver's options strings and codec. Prints a line of
// JSON.
import { slsDriver } from '@polylog/alibaba-sls';
import { createConsumer } from '@polylog/core';
import { codecNamed } from '../lib/codecs.mjs';
import { peakRssBytes } from '../lib/peak-rss.mjs';
import { addRecord } from './records.mjs';

const startedAt = performance.now();
const { endpoint, project, logstore, credentials, group, records, strings, codec } = JSON.parse(process.argv[2]);
const compression = codec === 'native' ? { compression: await codecNamed(codec) } : {};
const everything = new AbortController();
let seen = 0;
let checksum = 0;
let wallMs = 0;

const consumer = createConsumer({
  driver: slsDriver({ endpoint, project, logstore, credentials, strings, ...compression }),
  group,
  start: 'earliest',
  process(batch) {
    for (const record of batch.records) {
      checksum = addRecord(checksum, record.get('level'), record.get('msg'));
      seen++;
    }
    if (seen < records) return;
    wallMs = performance.now() - startedAt;
    everything.abort();
  },
});
try {
  await consumer.run({ signal: everything.signal });
} finally {
  await consumer.stop();
}
const { user, system } = process.cpuUsage();
const usage = { cpuMs: (user + system) / 1000, peakRssBytes: peakRssBytes() };
console.log(JSON.stringify({ records: seen, checksum: checksum >>> 0, wallMs, ...usage }));

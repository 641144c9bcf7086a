// A consumer of one shard that reads two fields of every record, and looks at the size of its own process after each
// batch. Arguments: a JSON object of port, bodies, codec, fields. Prints a line of JSON.
import { createConsumer } from '@polylog/core';
import { driverFor } from '../lib/driver.mjs';

const { port, bodies, codec, fields } = JSON.parse(process.argv[2]);
const [first, second] = fields;
const rssBytes = [];
let characters = 0;
let rawBytes = 0;
const done = new AbortController();

const consumer = createConsumer({
  driver: await driverFor(port, codec),
  group: 'bench',
  start: 'earliest',
  process(batch) {
    for (const record of batch.records) characters += record.get(first).length + record.get(second).length;
    rawBytes += batch.rawBytes;
    rssBytes.push(process.memoryUsage.rss());
    if (rssBytes.length >= bodies) done.abort();
  },
});
const start = performance.now();
try {
  await consumer.run({ signal: done.signal });
} finally {
  await consumer.stop();
}
const { user, system } = process.cpuUsage();
const wallMs = performance.now() - start;
console.log(JSON.stringify({ rssBytes, rawBytes, characters, wallMs, cpuMs: (user + system) / 1000 }));

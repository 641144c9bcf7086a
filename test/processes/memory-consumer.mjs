/** Reads a number of batches with a slow processor, then tells its parent how large it was after each. Needs --expose-gc. */
import { setTimeout as pause } from 'node:timers/promises';
import { slsDriver } from '@polylog/alibaba-sls';
import { createConsumer } from '@polylog/core';

/**
 * @typedef {object} MemoryConsumerSettings
 * @property {string} endpoint
 * @property {string} project
 * @property {string} logstore
 * @property {string} accessKeyId
 * @property {string} secretAccessKey
 * @property {string} group
 * @property {number} batches
 * @property {number} warmUpBatches
 * @property {number} workMs
 */

/** @type {MemoryConsumerSettings} */
const settings = JSON.parse(process.argv[2] ?? '{}');
const { endpoint, project, logstore, accessKeyId, secretAccessKey } = settings;
const rssBytes = new Float64Array(settings.batches);
let batches = 0;
let rawBytes = 0;
let textLength = 0;
let heapAtFirstBytes = 0;
let heapGrowthBytes = 0;
const enough = new AbortController();

/** What is left on the heap after a collection. Bodies lie outside of it. */
function heapBytes() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

const consumer = createConsumer({
  driver: slsDriver({ endpoint, project, logstore, credentials: { accessKeyId, secretAccessKey } }),
  group: settings.group,
  start: 'earliest',
  checkpoint: { everyMs: 500 },
  async process(batch) {
    if (batches === settings.batches) return;
    rawBytes += batch.rawBytes;
    for (const record of batch.records) textLength += record.body?.length ?? 0;
    await pause(settings.workMs);
    rssBytes[batches++] = process.memoryUsage.rss();
    if (batches === settings.warmUpBatches) heapAtFirstBytes = heapBytes();
    if (batches === settings.batches) {
      heapGrowthBytes = heapBytes() - heapAtFirstBytes;
      enough.abort();
    }
  },
});
await consumer.run({ signal: enough.signal });
process.send?.({ rssBytes: [...rssBytes], rawBytes, textLength, heapGrowthBytes });
process.disconnect();

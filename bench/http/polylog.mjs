// Our driver as a candidate: pull, decompress, read. Arguments: a JSON object of folder, set, port, codec ('js' or
// 'native'), strings ('safe' or 'shared'), job ('toObject' or 'get').
import { loadBodies } from '../data/bodies.mjs';
import { serve } from '../lib/candidate.mjs';
import { createChecksum } from '../lib/checksum.mjs';
import { driverFor } from '../lib/driver.mjs';
import { addRecords, recordJobs } from '../lib/record-jobs.mjs';

const { folder, set, port, codec, strings, job } = JSON.parse(process.argv[2]);
const { bodies, oneField } = loadBodies(folder, set);
const driver = await driverFor(port, codec, strings);
const { signal } = new AbortController();
const [shard] = await driver.partitions({ signal });
const begin = (await driver.locate([shard], 'earliest', { signal })).get(shard.id);
const options = { signal, maxBytes: 64 * 1024 * 1024, reserve: async () => undefined };

let position = begin;

await serve({
  async step() {
    const batch = await driver.read(shard, position, options);
    recordJobs[job](batch.records, oneField);
    position = batch.next;
    batch.release();
    return { bytes: batch.rawBytes, records: batch.recordCount };
  },
  /** Every field, whatever the job is: those who read one are in the same race as those who read all. */
  async verify() {
    const checksum = createChecksum();
    let at = begin;
    for (let number = 0; number < bodies.length; number++) {
      const batch = await driver.read(shard, at, options);
      addRecords(checksum, batch.records, 'entries', oneField);
      at = batch.next;
      batch.release();
    }
    return checksum.text();
  },
  close: () => driver.close(),
});

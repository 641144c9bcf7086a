// Our reader of a CLS pull as a candidate. Arguments: a JSON object of folder, set, strings ('safe' or 'shared'), job (of
// `record-jobs.mjs`).
import { clsFieldMap, createBufferPool, readLogGroupListInTurns } from '@polylog/driver-kit';
import { openPullBody } from '@polylog/tencent-cls/wire';
import { loadClsBodies } from '../data/cls-bodies.mjs';
import { serve } from '../lib/candidate.mjs';
import { createChecksum } from '../lib/checksum.mjs';
import { addRecords, recordJobs } from '../lib/record-jobs.mjs';

const { folder, set, strings, job } = JSON.parse(process.argv[2]);
const { bodies, oneField } = loadClsBodies(folder, set);
const pool = createBufferPool();
const { signal } = new AbortController();
const recordId = (group, index) => `0:${group}:${index}`;
const MAX_RAW_BYTES = 64 * 1024 * 1024;

/** What our driver does with a body, turns of the loop included: open it in a pooled buffer, hand out records, take them back. */
async function read({ block, rawBytes }, useRecords) {
  let pooled;
  const target = (bytes) => {
    pooled = pool.take(bytes);
    return pooled.buffer;
  };
  const { logGroups } = await openPullBody(block, { maxRawBytes: MAX_RAW_BYTES, target, signal });
  const list = await readLogGroupListInTurns(logGroups, { fields: clsFieldMap, recordId, strings }, signal);
  useRecords(list.records);
  list.release();
  pooled.giveBack();
  return { bytes: rawBytes, records: list.recordCount };
}

const useRecords = (records) => recordJobs[job](records, oneField);

await serve({
  step: (turn) => read(bodies[turn % bodies.length], useRecords),
  async verify() {
    const checksum = createChecksum();
    for (const body of bodies) await read(body, (records) => addRecords(checksum, records, job, oneField));
    return checksum.text();
  },
});

// Our reader as a candidate. Arguments: a JSON object of folder, set, input ('raw' or 'lz4'), codec ('js' or 'native'),
// strings ('safe' or 'shared'), job (of `record-jobs.mjs`).
import { createBufferPool, readLogGroupList, slsFieldMap } from '@polylog/driver-kit';
import { loadBodies } from '../data/bodies.mjs';
import { serve } from '../lib/candidate.mjs';
import { createChecksum } from '../lib/checksum.mjs';
import { codecNamed } from '../lib/codecs.mjs';
import { addRecords, recordJobs } from '../lib/record-jobs.mjs';

const { folder, set, input, codec: codecName, strings, job } = JSON.parse(process.argv[2]);
const { bodies, oneField } = loadBodies(folder, set);
const codec = input === 'lz4' ? await codecNamed(codecName) : undefined;
const pool = createBufferPool();
const recordId = (group, index) => `0:${group}:${index}`;

/** What our driver does with a body: decompress into a pooled buffer, hand out records, take them back. */
function read({ raw, lz4 }, useRecords) {
  let pooled;
  const target = (bytes) => {
    pooled = pool.take(bytes);
    return pooled.buffer;
  };
  const bytes = codec === undefined ? raw : codec.decompress(lz4, { rawBytes: raw.length, target });
  const list = readLogGroupList(bytes, { fields: slsFieldMap, recordId, strings });
  useRecords(list.records);
  list.release();
  pooled?.giveBack();
  return { bytes: raw.length, records: list.recordCount };
}

const useRecords = (records) => recordJobs[job](records, oneField);

await serve({
  step: (turn) => read(bodies[turn % bodies.length], useRecords),
  verify() {
    const checksum = createChecksum();
    for (const body of bodies) read(body, (records) => addRecords(checksum, records, job, oneField));
    return checksum.text();
  },
});

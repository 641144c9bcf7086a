// Our reader of an LTS pull as a candidate. Arguments: a JSON object of folder, set, strings ('safe' or 'shared'), job (of
// `record-jobs.mjs`).
import { readJsonLogsInTurns } from '@polylog/huawei-lts/wire';
import { loadLtsBodies } from '../data/lts-bodies.mjs';
import { serve } from '../lib/candidate.mjs';
import { createChecksum } from '../lib/checksum.mjs';
import { addRecords, recordJobs } from '../lib/record-jobs.mjs';

const { folder, set, strings, job } = JSON.parse(process.argv[2]);
const { bodies, oneField } = loadLtsBodies(folder, set);
const { signal } = new AbortController();
const recordId = (index) => `0@0:${index}`;

/** What our driver does with a body, turns of the loop included: check it, hand out records, take them back. */
async function read(body, useRecords) {
  const logs = await readJsonLogsInTurns(body, { recordId, strings }, signal);
  useRecords(logs.records);
  logs.release();
  return { bytes: body.length, records: logs.recordCount };
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

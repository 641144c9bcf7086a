// JSON.parse as a candidate. Arguments: a JSON object of folder, set, integers ('lost', or 'quoted' by a regular expression
// first, so that they come out as text), job ('every' or 'one').
import { isLosslessNumber, parse } from 'lossless-json';
import { loadLtsBodies } from '../data/lts-bodies.mjs';
import { serve } from '../lib/candidate.mjs';
import { createChecksum } from '../lib/checksum.mjs';
import { sink } from '../lib/record-jobs.mjs';

const { folder, set, integers, job } = JSON.parse(process.argv[2]);
const { bodies, oneField } = loadLtsBodies(folder, set);

/** From 16 digits on an integer may be beyond a double. That a text may hold the same is the user's risk. */
const LONG_INTEGER = /:(-?\d{16,})(?=[,}])/g;
const quoted = (text) => text.replace(LONG_INTEGER, ':"$1"');

function decode(body) {
  const text = body.toString('utf8');
  return JSON.parse(integers === 'quoted' ? quoted(text) : text).logs;
}

/** Once decoded, every label is there already: walking through them would only cost it more. */
const jobs = {
  every: () => undefined,
  one(logs) {
    for (const { labels } of logs) sink.characters += labels[oneField].length;
  },
};

/** Where digits are lost the exact ones count. */
function add(checksum, labels, exactLabels) {
  let lost = 0;
  checksum.record(Math.floor(Number(labels.__time__) / 1000));
  for (const [name, value] of Object.entries(labels)) {
    const exact = exactLabels[name];
    const digits = isLosslessNumber(exact) ? exact.value : exact;
    if (String(value) !== digits) lost++;
    if (job === 'every' || name === oneField) checksum.field(name, digits);
  }
  checksum.endRecord();
  return lost;
}

await serve({
  step(turn) {
    const body = bodies[turn % bodies.length];
    const logs = decode(body);
    jobs[job](logs);
    return { bytes: body.length, records: logs.length };
  },
  verify() {
    const checksum = createChecksum();
    let [lost, records] = [0, 0];
    for (const body of bodies) {
      const exact = parse(body.toString('utf8')).logs;
      for (const [n, { labels }] of decode(body).entries()) {
        lost += add(checksum, labels, exact[n].labels);
        records++;
      }
    }
    // Some ids of 63 bits come out right by chance.
    const isAsNamed = integers === 'lost' ? lost >= records * 0.9 && lost <= records : lost === 0;
    if (!isAsNamed) throw new Error(`${lost} labels of ${records} records were read wrongly`);
    return checksum.text();
  },
});

// protobufjs' static code as a candidate. Arguments: a JSON object of folder, set, code (its file), input ('raw' or
// 'lz4'; then by the package lz4), job ('every' or 'one').
import { loadBodies } from '../data/bodies.mjs';
import { serve } from '../lib/candidate.mjs';
import { createChecksum } from '../lib/checksum.mjs';
import { lz4Package } from '../lib/codecs.mjs';
import { sink } from '../lib/record-jobs.mjs';
import { addLogs, findValue, loadProtobufjs } from '../references/protobufjs.mjs';

const { folder, set, code, input, job } = JSON.parse(process.argv[2]);
const { bodies, oneField } = loadBodies(folder, set);
const LogGroupList = await loadProtobufjs(code);
const lz4 = input === 'lz4' ? lz4Package() : undefined;

function decode(body) {
  if (lz4 === undefined) return LogGroupList.decode(body.raw);
  const raw = Buffer.allocUnsafe(body.raw.length);
  if (lz4.decodeBlock(body.lz4, raw) !== raw.length) throw new Error('a body is damaged');
  return LogGroupList.decode(raw);
}

/** Once decoded, every field is a string already: walking through them would only cost it more. */
const jobs = {
  every: () => undefined,
  one({ Logs }) {
    for (const log of Logs) sink.characters += findValue(log, oneField).length;
  },
};

await serve({
  step(turn) {
    const body = bodies[turn % bodies.length];
    let records = 0;
    for (const group of decode(body).LogGroups) {
      jobs[job](group);
      records += group.Logs.length;
    }
    return { bytes: body.raw.length, records };
  },
  verify() {
    const checksum = createChecksum();
    for (const body of bodies) addLogs(checksum, decode(body).LogGroups, job === 'one' ? oneField : undefined);
    return checksum.text();
  },
});

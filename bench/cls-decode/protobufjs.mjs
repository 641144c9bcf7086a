// What one puts together from libraries, as a candidate: a snappy decoder, JSON.parse, Buffer's base64, protobufjs' static
// code. Arguments: a JSON object of folder, set, code (its file), snappy ('snappyjs', or 'snappy', which is native), job
// ('every' or 'one').
import { loadClsBodies } from '../data/cls-bodies.mjs';
import { serve } from '../lib/candidate.mjs';
import { createChecksum } from '../lib/checksum.mjs';
import { sink } from '../lib/record-jobs.mjs';
import { loadProtobufjs } from '../references/protobufjs.mjs';

const { folder, set, code, snappy, job } = JSON.parse(process.argv[2]);
const { bodies, oneField } = loadClsBodies(folder, set);
const LogGroup = await loadProtobufjs(code, 'LogGroup');
const decompress = await decompressor();

async function decompressor() {
  if (snappy === 'snappy') return (await import('snappy')).uncompressSync;
  return (await import('snappyjs')).default.uncompress;
}

const ENVELOPE_BYTES = 96;

function decode({ block }) {
  const { Response } = JSON.parse(decompress(block).toString('utf8'));
  return Response.Message.map((message) => LogGroup.decode(Buffer.from(message, 'base64').subarray(ENVELOPE_BYTES)));
}

function findValue(log, name) {
  for (const { key, value } of log.contents) if (key === name) return value;
  return undefined;
}

/** Once decoded, every field is a string already: walking through them would only cost it more. */
const jobs = {
  every: () => undefined,
  one({ logs }) {
    for (const log of logs) sink.characters += findValue(log, oneField).length;
  },
};

await serve({
  step(turn) {
    const body = bodies[turn % bodies.length];
    let records = 0;
    for (const group of decode(body)) {
      jobs[job](group);
      records += group.logs.length;
    }
    return { bytes: body.rawBytes, records };
  },
  verify() {
    const checksum = createChecksum();
    for (const log of bodies.flatMap(decode).flatMap(({ logs }) => logs)) {
      checksum.record(Math.floor(log.time / 1e6));
      if (job === 'one') checksum.field(oneField, findValue(log, oneField));
      else for (const { key, value } of log.contents) checksum.field(key, value);
      checksum.endRecord();
    }
    return checksum.text();
  },
});

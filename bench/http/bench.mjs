import { fileURLToPath } from 'node:url';
import { bodiesFolder, loadBodies } from '../data/bodies.mjs';
import { BARRED_SETS } from '../data/sets.mjs';
import { alternate } from '../lib/alternate.mjs';
import { nativeLz4Absent } from '../lib/codecs.mjs';
import { absentees, ratioBar, SPEED_COLUMNS, speedCells } from '../lib/figures.mjs';
import { withPullServer } from '../lib/with-pull-server.mjs';
import { protobufjsCode } from '../references/protobufjs.mjs';

/** From the socket to the field, over loopback HTTP; the CPU time is that of the client's process. */
export async function* run({ sets, pace, short }) {
  const folder = await bodiesFolder({ short });
  const code = await protobufjsCode();
  const native = await nativeLz4Absent();
  for (const set of sets.filter((name) => BARRED_SETS.includes(name))) {
    const { lz4Bytes } = loadBodies(folder, set);
    const outcomes = await withPullServer(folder, set, (port) =>
      alternate(contestants({ folder, set, port, code }, native), pace),
    );
    const [reference, shared, safe, sharedJs, safeJs] = outcomes;
    yield {
      title: `${set}: from the socket to the field`,
      notes: [`${(lz4Bytes[0] / 1e6).toFixed(1)} MB a body on the wire, one after the other; MB/s are of raw bytes`],
      columns: ['candidate', ...SPEED_COLUMNS],
      rows: outcomes.map((outcome) => [outcome.name, ...speedCells(outcome)]),
      bars: short
        ? []
        : [
            ratioBar('shared against axios + lz4 + protobufjs', 5, shared, reference),
            ratioBar('safe against axios + lz4 + protobufjs', 5, safe, reference),
            ratioBar('shared without any native module against with it', 0.65, sharedJs, shared),
            ratioBar('safe without any native module against with it', 0.65, safeJs, safe),
          ],
      absent: absentees(outcomes),
      outcomes,
    };
  }
}

function contestants(where, native) {
  const node = (file, argument) => ({
    command: [process.execPath, fileURLToPath(new URL(file, import.meta.url)), JSON.stringify(argument)],
  });
  const needsNative = native === undefined ? {} : { absent: native };
  const polylog = (strings, job, codec) => ({
    name: `polylog ${strings}, ${job}(), ${codec === 'js' ? 'JS' : 'native'} lz4`,
    ...node('polylog.mjs', { ...where, strings, job, codec }),
    ...(codec === 'native' ? needsNative : {}),
  });
  return [
    { name: 'axios + lz4 + protobufjs static', ...node('axios.mjs', where), ...needsNative },
    polylog('shared', 'toObject', 'native'),
    polylog('safe', 'toObject', 'native'),
    polylog('shared', 'toObject', 'js'),
    polylog('safe', 'toObject', 'js'),
    polylog('safe', 'get', 'native'),
    polylog('safe', 'get', 'js'),
  ];
}

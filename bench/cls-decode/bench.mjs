import { fileURLToPath } from 'node:url';
import { clsBodiesFolder, loadClsBodies } from '../data/cls-bodies.mjs';
import { BARRED_SETS } from '../data/sets.mjs';
import { alternate } from '../lib/alternate.mjs';
import { absentees, ratioBar, ratioOnly, SPEED_COLUMNS, speedCells } from '../lib/figures.mjs';
import { protobufjsCode } from '../references/protobufjs.mjs';
import { clsPythonReference } from '../references/python.mjs';

/** Reading the answer of a CLS pull, from its snappy block on: every field of every log, or one; and the block alone. */
export async function* run({ sets, pace, short }) {
  const folder = await clsBodiesFolder({ short });
  const all = { folder, code: await protobufjsCode('cls-log-group'), python: await clsPythonReference() };
  for (const set of sets) {
    const { about, records, oneField, sizes } = loadClsBodies(folder, set);
    const [{ raw, json, snappy }] = sizes;
    const logs = records > 0 ? `, ${(raw / records).toFixed(0)} B a log` : '';
    const notes = [
      `${about}; ${(raw / 1e6).toFixed(1)} MB of log groups a body${logs}; ${(json / 1e6).toFixed(1)} MB of JSON, packed to ${((snappy / json) * 100).toFixed(1)} %`,
    ];
    const barred = BARRED_SETS.includes(set);
    for (const race of racesOf({ ...all, set, oneField }, barred)) {
      const outcomes = await alternate(Object.values(race.contestants), pace);
      const by = Object.fromEntries(Object.keys(race.contestants).map((key, i) => [key, outcomes[i]]));
      yield {
        title: `${set}: ${race.title}`,
        notes: [...notes, ...(race.note === undefined ? [] : [race.note])],
        columns: ['candidate', ...SPEED_COLUMNS],
        rows: outcomes.map((outcome) => [outcome.name, ...speedCells(outcome)]),
        bars: barred && !short ? race.bars(by) : [],
        absent: absentees(outcomes),
        outcomes,
      };
    }
  }
}

const jobNames = { toObject: 'toObject()', metadata: 'toObject() and metadata', get: 'get()' };

function racesOf({ folder, set, code, python, oneField }, barred) {
  const node = (script, argument) => [
    process.execPath,
    fileURLToPath(new URL(script, import.meta.url)),
    JSON.stringify({ folder, set, ...argument }),
  ];
  const polylog = (strings, job) => ({
    name: `polylog ${strings}, ${jobNames[job]}`,
    command: node('polylog.mjs', { strings, job }),
  });
  const libraries = (snappy, job) => ({
    name: `${snappy} + JSON.parse + protobufjs`,
    command: node('protobufjs.mjs', { code, snappy, job }),
  });
  const sdk = (name, job) => ({
    name: `Python SDK, ${name}`,
    ...('absent' in python ? python : { command: [...python.command, folder, set, job, oneField] }),
  });

  const every = {
    title: 'every field, from the body',
    contestants: {
      libraries: libraries('snappyjs', 'every'),
      native: libraries('snappy', 'every'),
      decoded: sdk('decoded', 'decoded'),
      list: sdk('flattened list', 'list'),
      shared: polylog('shared', 'toObject'),
      safe: polylog('safe', 'toObject'),
      metadata: polylog('safe', 'metadata'),
    },
    bars: ({ libraries: reference, native, decoded, shared, safe }) => [
      ratioBar('shared against snappyjs + JSON.parse + protobufjs', 3, shared, reference),
      ratioBar('safe against snappyjs + JSON.parse + protobufjs', 2.7, safe, reference),
      ratioOnly('safe against the same with native snappy', safe, native),
      ratioBar('shared against the Python SDK', 5, shared, decoded),
      ratioBar('safe against the Python SDK', 5, safe, decoded),
    ],
  };
  const one = {
    title: `one field a log (${oneField}), from the body`,
    contestants: {
      libraries: libraries('snappyjs', 'one'),
      decoded: sdk('one field', 'one'),
      shared: polylog('shared', 'get'),
      safe: polylog('safe', 'get'),
    },
    bars: ({ libraries: reference, decoded, shared, safe }) =>
      Object.entries({ shared, safe }).flatMap(([strings, ours]) => [
        ratioBar(`${strings} against snappyjs + JSON.parse + protobufjs`, 4, ours, reference),
        ratioBar(`${strings} against the Python SDK`, 5, ours, decoded),
      ]),
  };
  const block = {
    title: 'the snappy block alone',
    note: 'MB are those of the JSON here',
    contestants: {
      native: { name: 'snappy, native', command: node('snappy.mjs', { engine: 'snappy' }) },
      snappyjs: { name: 'snappyjs', command: node('snappy.mjs', { engine: 'snappyjs' }) },
      ours: { name: 'polylog', command: node('snappy.mjs', { engine: 'polylog' }) },
    },
    bars: ({ native, snappyjs, ours }) => [
      ratioOnly('polylog against native snappy', ours, native),
      ratioOnly('polylog against snappyjs', ours, snappyjs),
    ],
  };
  return barred ? [every, one, block] : [every];
}

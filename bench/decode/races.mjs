import { ratioBar } from '../lib/figures.mjs';

/**
 * Who runs against whom, and what was promised (`bars`). `toObject()` is what counts for every field: it is what one
 * writes who wants them all.
 *
 * @param {Awaited<ReturnType<import('./contestants.mjs').readers>>} all
 * @param {{ set: string, groups: number, oneField: string }} set
 * @param {boolean} barred whether it is one of the sets that the bars are about; the others have rows of their own only
 */
export function races(all, set, barred) {
  const raw = { ...set, input: 'raw' };
  const lz4 = { ...set, input: 'lz4' };
  return [
    everyDecoded(all, raw),
    everyFromBody(all, lz4),
    ...(barred ? [oneDecoded(all, raw), oneFromBody(all, lz4)] : []),
  ];
}

const everyField = ({ polylog, protobufjs, go, java, python }, race) => ({
  protobufjs: protobufjs(race, 'every'),
  go: go(race, 'parsed'),
  goMaps: go(race, 'maps'),
  java: java(race, 'every'),
  python: python(race, 'list'),
  shared: polylog(race, 'shared', 'toObject'),
  safe: polylog(race, 'safe', 'toObject'),
});

const oneField = ({ polylog, protobufjs, go, java, python }, race) => ({
  protobufjs: protobufjs(race, 'one'),
  go: go(race, 'one'),
  java: java(race, 'one'),
  python: python(race, 'one'),
  shared: polylog(race, 'shared', 'get'),
  safe: polylog(race, 'safe', 'get'),
});

const everyDecoded = (all, race) => ({
  title: 'every field, decoded only',
  contestants: {
    ...everyField(all, race),
    entries: all.polylog(race, 'safe', 'entries'),
    metadata: all.polylog(race, 'safe', 'metadata'),
  },
  bars: ({ protobufjs, shared, safe }) => [
    ratioBar('shared against protobufjs static', 6, shared, protobufjs),
    ratioBar('safe against protobufjs static', 4, safe, protobufjs),
  ],
});

const everyFromBody = (all, race) => ({
  title: 'every field, from the LZ4 body',
  contestants: {
    ...everyField(all, race),
    sharedJs: all.polylog(race, 'shared', 'toObject', 'js'),
    safeJs: all.polylog(race, 'safe', 'toObject', 'js'),
  },
  bars: ({ protobufjs, go, java, python, shared, safe }) => [
    ratioBar('shared against protobufjs static', 5, shared, protobufjs),
    ratioBar('shared against the Go SDK', 2.5, shared, go),
    ratioBar('shared against the Python SDK', 8, shared, python),
    ratioBar('shared against Java FastLogGroup', 1.2, shared, java),
    ratioBar('safe against protobufjs static', 4, safe, protobufjs),
    ratioBar('safe against the Go SDK', 2, safe, go),
    ratioBar('safe against the Python SDK', 6, safe, python),
    ratioBar('safe against Java FastLogGroup', 1, safe, java),
  ],
});

const oneDecoded = (all, race) => ({
  title: `one field a log (${race.oneField}), decoded only`,
  contestants: {
    ...oneField(all, race),
  },
  bars: oneFieldBars,
});

const oneFromBody = (all, race) => ({
  title: `one field a log (${race.oneField}), from the LZ4 body`,
  contestants: {
    ...oneField(all, race),
    safeJs: all.polylog(race, 'safe', 'get', 'js'),
  },
  bars: oneFieldBars,
});

const oneFieldBars = ({ protobufjs, go, java, python, shared, safe }) =>
  Object.entries({ shared, safe }).flatMap(([strings, ours]) => [
    ratioBar(`${strings} against protobufjs static`, 12, ours, protobufjs),
    ratioBar(`${strings} against the Go SDK`, 6, ours, go),
    ratioBar(`${strings} against the Python SDK`, 6, ours, python),
    ratioBar(`${strings} against Java FastLogGroup`, 1.3, ours, java),
  ]);

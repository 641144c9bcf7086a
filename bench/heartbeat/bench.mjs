import { fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newerNode } from '../../scripts/peers/newer-node.mjs';
import { ask, endOf, nextMessage } from '../lib/child-messages.mjs';
import { nativeLz4Absent } from '../lib/codecs.mjs';
import { absentees } from '../lib/figures.mjs';

const MOST_LATE_MS = 200;
const SHARDS = 4;
/** The driver takes no larger one. */
const LARGEST_LTS_BYTES = 16 * 1024 * 1024;
const MOST_MEASURES = 20;
const SERVERS = { sls: 'server.mjs', cls: 'cls-server.mjs', lts: 'lts-server.mjs' };
const FULL = { rawBytes: 64 * 1024 * 1024, heartbeatMs: 500, measureMs: 15_000 };
const SHORT = { rawBytes: 1024 * 1024, heartbeatMs: 100, measureMs: 500 };

/**
 * How late heartbeats are while bodies of 64 MB are read: the service notes when they come, and what is between two beyond
 * the interval is lateness. The first row shows how late they are without any body, which is this machine's doing.
 */
export async function* run({ short }) {
  const settings = short ? SHORT : FULL;
  const outcomes = [];
  for (const candidate of await candidates()) {
    outcomes.push(
      candidate.absent === undefined ? { ...candidate, ...(await measure(candidate, settings)) } : candidate,
    );
  }
  yield {
    title: `heartbeats while bodies of ${(settings.rawBytes / 1e6).toFixed(0)} MB come from ${SHARDS} shards at once`,
    notes: [
      `small records; a heartbeat is due every ${settings.heartbeatMs} ms, for ${settings.measureMs / 1000} s`,
      'longest turn: the longest time in which no timer of the consumer could fire, whatever it was due to',
    ],
    columns: ['bodies', 'bodies read', 'heartbeats', 'latest, ms', 'longest turn, ms'],
    rows: outcomes.map(row),
    bars: short ? [] : outcomes.map(bar),
    absent: absentees(outcomes),
    outcomes: outcomes.map(({ name, lateMs, bodies, longestTurnMs }) => ({ name, lateMs, bodies, longestTurnMs })),
  };
}

async function candidates() {
  const native = await nativeLz4Absent();
  const newer = await newerNode();
  return [
    { name: 'none come', codec: 'none', how: 'batches', empty: true },
    { name: 'JS lz4', codec: 'lz4', how: 'batches' },
    { name: 'JS lz4, one field by processRecord', codec: 'lz4', how: 'records' },
    {
      ...{ name: 'native lz4', codec: 'lz4', how: 'batches', native: true },
      ...(native === undefined ? {} : { absent: native }),
    },
    { name: 'deflate', codec: 'deflate', how: 'batches' },
    {
      ...{ name: 'zstd', codec: 'zstd', how: 'batches' },
      ...(newer.kind === 'ready' ? { node: newer.node } : { absent: newer.reason }),
    },
    { name: 'not compressed', codec: 'none', how: 'batches' },
    { name: 'CLS', cloud: 'cls', how: 'batches' },
    { name: 'LTS, 16 MB', cloud: 'lts', how: 'batches', mostBytes: LARGEST_LTS_BYTES },
  ];
}

async function measure({ cloud = 'sls', codec, how, native, empty, node, mostBytes = 2 ** 30 }, settings) {
  const { heartbeatMs, measureMs } = settings;
  const rawBytes = empty ? 0 : Math.min(mostBytes, settings.rawBytes);
  const children = [];
  const start = async (script, argument) => {
    const file = fileURLToPath(new URL(script, import.meta.url));
    const child = fork(file, [JSON.stringify(argument)], { execPath: node ?? process.execPath });
    children.push(child);
    return { child, said: await nextMessage(child) };
  };
  try {
    const service = await start(SERVERS[cloud], { shards: SHARDS, rawBytes, codec });
    const { port } = service.said;
    const consumer = await start('consumer.mjs', { cloud, port, heartbeatMs, codec, native, how });
    await ask(service.child);
    const moments = [];
    // In the short form, on a busy machine, the first ones may come later than it lasts.
    for (let measured = 0; moments.length < 2 && measured < MOST_MEASURES; measured++) {
      await sleep(measureMs);
      moments.push(...(await ask(service.child)));
    }
    const { bodies, longestTurnMs } = await ask(consumer.child);
    if (moments.length < 2) throw new Error(`only ${moments.length} heartbeats came`);
    const lateMs = moments.slice(1).map((moment, i) => Math.max(0, moment - moments[i] - heartbeatMs));
    return { bodies, longestTurnMs, lateMs };
  } finally {
    await Promise.all(children.map(endOf));
  }
}

function row({ name, absent, bodies, lateMs, longestTurnMs }) {
  if (absent !== undefined) return [name, `absent: ${absent}`];
  return [name, String(bodies), String(lateMs.length), Math.max(...lateMs).toFixed(0), longestTurnMs.toFixed(0)];
}

function bar({ name, absent, lateMs }) {
  const claim = `${name}: the latest heartbeat`;
  const limit = `≤ ${MOST_LATE_MS} ms`;
  if (absent !== undefined) return { claim, bar: limit, absent };
  const latest = Math.max(...lateMs);
  return { claim, bar: limit, figure: `${latest.toFixed(0)} ms`, held: latest <= MOST_LATE_MS };
}

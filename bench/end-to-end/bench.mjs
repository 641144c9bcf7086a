import { fileURLToPath } from 'node:url';
import { pythonWithSdk } from '../../scripts/peers/python.mjs';
import { nativeLz4Absent } from '../lib/codecs.mjs';
import { withEmulatedRegion } from '../lib/emulated-region.mjs';
import { absentees, ratioBar, ratioOnly } from '../lib/figures.mjs';
import { lastLine } from '../lib/last-line.mjs';
import { median } from '../lib/statistics.mjs';
import { goPeer, javaPeer } from '../peers/peers.mjs';

const FULL = { records: 10_000_000, rounds: 2 };
const SHORT = { records: 20_000, rounds: 1 };
const SHARDS = 4;
const SEED = 1;
const GOAL = 8;
const place = {
  project: 'bench',
  logstore: 'small',
  credentials: { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' },
};
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Small records through the whole path: a service in a process of its own, HTTP, decompression, decoding, engine, a
 * processor that reads two fields, checkpoints; then the same by the vendor's own workers. All must find what was written,
 * by count and checksum. Each worker is a new process a round: its start counts too.
 */
export async function* run({ short }) {
  const { records, rounds } = short ? SHORT : FULL;
  const args = ['--project', place.project, '--logstore', place.logstore, '--shards', String(SHARDS)];
  yield await withEmulatedRegion(place.project, args, async (region) => {
    const direct = { ...place, endpoint: region.endpoint, records };
    const written = await lastLine([process.execPath, file('writer.mjs')], { ...direct, shards: SHARDS, seed: SEED });
    const outcomes = (await contestants(direct, region)).map((contestant) => ({ ...contestant, rounds: [] }));
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < outcomes.length; i++) {
        const contestant = outcomes[(round + i) % outcomes.length];
        if (contestant.absent !== undefined) continue;
        contestant.rounds.push(await work(contestant, written, `${contestant.group}-${round}`));
      }
    }
    return section(written, outcomes, short);
  });
}

async function contestants(direct, region) {
  const native = await nativeLz4Absent();
  const python = await pythonWithSdk();
  const ours = (name, group, options) => ({
    name,
    group,
    command: [process.execPath, file('our-worker.mjs')],
    settings: { ...direct, ...options },
    ...(options.codec === 'native' && native !== undefined ? { absent: native } : {}),
  });
  const asRegion = { ...direct, endpoint: region.region };
  const theirs = (way) => ({
    name: `official Python SDK, ${way}`,
    group: way,
    command: [python.python, file('their-worker.py')],
    settings: { ...asRegion, way },
    env: region.proxy,
    ...(python.kind === 'absent' ? { absent: python.reason } : {}),
  });
  return [
    ours('polylog, as it is', 'plain', { strings: 'safe', codec: 'js' }),
    ours('polylog, shared strings, native lz4', 'tuned', { strings: 'shared', codec: 'native' }),
    theirs('dictionaries'),
    theirs('parsed'),
    { name: 'official Go SDK', group: 'go', settings: asRegion, ...(await goPeer('consume', region)) },
    { name: 'official Java SDK', group: 'java', settings: asRegion, ...(await javaPeer('consume', region)) },
  ];
}

/** @returns {Promise<import('../lib/alternate.mjs').Round & { peakRssBytes: number }>} */
async function work({ name, command, settings, env }, written, group) {
  const found = await lastLine(command, { ...settings, group }, env);
  if (found.records !== written.records || found.checksum !== written.checksum) {
    throw new Error(`"${name}" found ${JSON.stringify(found)}, and ${JSON.stringify(written)} was written`);
  }
  return { ...found, bytes: written.rawBytes };
}

function section({ records, rawBytes }, outcomes, short) {
  const [plain, tuned, dictionaries, parsed, go, java] = outcomes;
  return {
    title: `${records} small records from the service to a processor that reads two fields`,
    notes: [`${(rawBytes / 1e6).toFixed(0)} MB raw in ${SHARDS} shards; count and checksum are equal for all`],
    columns: ['worker', 'CPU s', '1000 records/s of CPU', '1000 records/s of clock', 'MB/s of clock', 'peak RSS MB'],
    rows: outcomes.map(row),
    bars: short
      ? []
      : [
          ratioBar('tuned, against the official Python worker with dictionaries', GOAL, tuned, dictionaries),
          ratioOnly('as it is, against the same', plain, dictionaries),
          ratioOnly('tuned, against the official Python worker with parsed messages', tuned, parsed),
          ratioOnly('as it is, against the official Go consumer', plain, go),
          ratioOnly('tuned, against the official Go consumer', tuned, go),
          ratioOnly('as it is, against the official Java consumer', plain, java),
          ratioOnly('tuned, against the official Java consumer', tuned, java),
        ],
    absent: absentees(outcomes),
    outcomes: outcomes.map(({ name, rounds }) => ({ name, rounds })),
  };
}

function row({ name, absent, rounds }) {
  if (absent !== undefined) return [name, `absent: ${absent}`];
  const middle = (figure) => median(rounds.map(figure));
  return [
    name,
    middle(({ cpuMs }) => cpuMs / 1000).toFixed(2),
    middle(({ records, cpuMs }) => records / cpuMs).toFixed(0),
    middle(({ records, wallMs }) => records / wallMs).toFixed(0),
    middle(({ bytes, wallMs }) => bytes / 1000 / wallMs).toFixed(0),
    middle(({ peakRssBytes }) => peakRssBytes / 1e6).toFixed(0),
  ];
}

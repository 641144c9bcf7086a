import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSlsClient } from '@polylog/alibaba-sls';
import { createRandom } from '../data/random.mjs';
import { smallLog } from '../data/sets.mjs';
import { addRecord } from '../end-to-end/records.mjs';
import { nativeLz4Absent } from '../lib/codecs.mjs';
import { withEmulatedRegion } from '../lib/emulated-region.mjs';
import { absentees, ratioOnly } from '../lib/figures.mjs';
import { lastLine } from '../lib/last-line.mjs';
import { median } from '../lib/statistics.mjs';
import { goPeer, javaPeer } from '../peers/peers.mjs';

const FULL = { records: 100_000, passes: 10, rounds: 3 };
const SHORT = { records: 5_000, passes: 1, rounds: 1 };
const SHARDS = 4;
const SEED = 2;
const project = 'bench';
const credentials = { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' };

/**
 * Small records handed to a producer one by one, until the service has confirmed the last; each producer as it comes, and in a
 * process of its own, against the same emulator. All of them must have stored all records, by count and checksum.
 */
export async function* run({ short }) {
  const { records, passes, rounds } = short ? SHORT : FULL;
  const folder = await mkdtemp(join(tmpdir(), 'polylog-producers-'));
  try {
    const file = join(folder, 'records');
    const expected = await writeRecords(file, records, passes + 1);
    yield await withEmulatedRegion(project, [], async (region) => {
      const client = createSlsClient({ endpoint: region.endpoint, credentials });
      await client.projects.create({ project });
      const shared = { project, credentials, file, passes };
      const outcomes = (await contestants(shared, region)).map((contestant) => ({ ...contestant, rounds: [] }));
      for (let round = 0; round < rounds; round++) {
        for (let i = 0; i < outcomes.length; i++) {
          const contestant = outcomes[(round + i) % outcomes.length];
          if (contestant.absent !== undefined) continue;
          contestant.rounds.push(await produce(client, contestant, { logstore: `run-${round}-${i}`, expected }));
        }
      }
      await client.close();
      return section(expected.records - records, outcomes, short);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function contestants(shared, region) {
  const native = await nativeLz4Absent();
  const ours = (name, codec) => ({
    name,
    command: [process.execPath, fileURLToPath(new URL('our-producer.mjs', import.meta.url))],
    settings: { ...shared, endpoint: region.endpoint, codec },
    ...(codec === 'native' && native !== undefined ? { absent: native } : {}),
  });
  const settings = { ...shared, endpoint: region.region };
  return [
    ours('polylog, as it is', 'js'),
    ours('polylog, native lz4', 'native'),
    { name: 'official Go SDK', settings, ...(await goPeer('produce', region)) },
    { name: 'official Java SDK', settings, ...(await javaPeer('produce', region)) },
  ];
}

/** A logstore of its own, which is read afterwards and deleted. */
async function produce(client, { name, command, settings, env }, { logstore, expected }) {
  await client.logstores.create({ project, logstore, ttlDays: 1, shardCount: SHARDS });
  const told = await lastLine(command, { ...settings, logstore }, env);
  const stored = await read(client, logstore);
  if (stored.records !== expected.records || stored.checksum !== expected.checksum) {
    throw new Error(`"${name}" stored ${JSON.stringify(stored)} where ${JSON.stringify(expected)} were to be`);
  }
  await client.logstores.delete({ project, logstore });
  return { ...told, bytes: told.records * expected.bytesARecord };
}

async function read(client, logstore) {
  const found = { records: 0, checksum: 0 };
  for (let shard = 0; shard < SHARDS; shard++) {
    for await (const { logGroups } of client.logs.pullAll({ project, logstore, shard })) {
      for (const { contents } of logGroups.flatMap(({ logs }) => logs)) {
        const { level, msg } = Object.fromEntries(contents);
        found.checksum = addRecord(found.checksum, level, msg);
        found.records++;
      }
    }
  }
  return { ...found, checksum: found.checksum >>> 0 };
}

/** Gives what a logstore must hold when all of them were stored so many times. */
async function writeRecords(/** @type {string} */ file, /** @type {number} */ records, /** @type {number} */ times) {
  const random = createRandom(SEED);
  const lines = [];
  let [checksum, bytes] = [0, 0];
  for (let i = 0; i < records; i++) {
    const contents = smallLog(random);
    const { level, msg } = Object.fromEntries(contents);
    checksum = addRecord(checksum, level, msg);
    bytes += contents.flat().join('').length;
    lines.push(JSON.stringify(contents));
  }
  await writeFile(file, `${lines.join('\n')}\n`);
  return { records: records * times, checksum: Math.imul(checksum, times) >>> 0, bytesARecord: bytes / records };
}

function section(records, outcomes, short) {
  const [plain, tuned, go, java] = outcomes;
  return {
    title: `${records} small records handed to a producer one by one, until the last is stored`,
    notes: [`into ${SHARDS} shards; count and checksum are equal for all`],
    columns: ['producer', 'CPU s', '1000 records/s of CPU', '1000 records/s of clock', 'peak RSS MB'],
    rows: outcomes.map(row),
    bars: short
      ? []
      : [
          ratioOnly('as it is, against the official Go producer', plain, go),
          ratioOnly('native lz4, against the official Go producer', tuned, go),
          ratioOnly('as it is, against the official Java producer', plain, java),
          ratioOnly('native lz4, against the official Java producer', tuned, java),
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
    middle(({ peakRssBytes }) => peakRssBytes / 1e6).toFixed(0),
  ];
}

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { captured } from '../../scripts/tasks/child.mjs';
import { bodiesFolder } from '../data/bodies.mjs';
import { nativeLz4Absent } from '../lib/codecs.mjs';
import { median } from '../lib/statistics.mjs';
import { withPullServer } from '../lib/with-pull-server.mjs';

const BODIES = 1000;
const FEW_BODIES = 12;
const FIELDS = ['request_uri', 'status'];
const MOST_MEGABYTES = 160;
/** The last quarter may be this much above the second; in the first the process still warms up. */
const MOST_GROWTH = 1.1;

/** What a consumer's process weighs while much passes through it, with all options as they are by default. */
export async function* run({ short }) {
  const folder = await bodiesFolder({ short });
  const bodies = short ? FEW_BODIES : BODIES;
  const absent = await nativeLz4Absent();
  const rows = [];
  const bars = [];
  const results = [];
  for (const codec of ['js', 'native']) {
    const name = codec === 'js' ? 'JS lz4 (the default)' : 'native lz4';
    if (codec === 'native' && absent !== undefined) {
      rows.push([name, `absent: ${absent}`]);
      continue;
    }
    const result = await withPullServer(folder, 'access', (port) => consume({ port, bodies, codec, fields: FIELDS }));
    const megabytes = result.rssBytes.map((bytes) => bytes / 1e6);
    const quarters = [0, 1, 2, 3].map((n) => median(megabytes.slice((n * bodies) / 4, ((n + 1) * bodies) / 4)));
    const peak = Math.max(...megabytes);
    const { rawBytes, cpuMs, wallMs } = result;
    results.push({ codec, peak, quarters, rawBytes, cpuMs, wallMs });
    rows.push([
      name,
      peak.toFixed(0),
      ...quarters.map((quarter) => quarter.toFixed(0)),
      (result.rawBytes / 1000 / result.cpuMs).toFixed(0),
      (result.rawBytes / 1000 / result.wallMs).toFixed(0),
    ]);
    const growth = quarters[3] / quarters[1];
    bars.push(
      {
        claim: `${name}: largest RSS`,
        bar: `≤ ${MOST_MEGABYTES} MB`,
        figure: `${peak.toFixed(0)} MB`,
        held: peak <= MOST_MEGABYTES,
      },
      {
        claim: `${name}: flat, last quarter against second`,
        bar: `≤ ${MOST_GROWTH} ×`,
        figure: `${growth.toFixed(2)} ×`,
        held: growth <= MOST_GROWTH,
      },
    );
  }
  yield {
    title: `RSS of a consumer over ${bodies} bodies of 8 MB`,
    notes: ['one shard, two fields of every record, MB of 10^6 bytes; median of each quarter of the bodies'],
    columns: ['consumer', 'largest', '1st', '2nd', '3rd', '4th', 'MB/s of CPU', 'MB/s of clock'],
    rows,
    bars: short ? [] : bars,
    absent: absent === undefined ? [] : [`native lz4: ${absent}`],
    outcomes: results,
  };
}

async function consume(argument) {
  const client = fileURLToPath(new URL('client.mjs', import.meta.url));
  const args = [client, JSON.stringify(argument)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const { code, stdout } = await captured(child);
  if (code !== 0) throw new Error(`the consumer ended with ${code}`);
  return JSON.parse(stdout);
}

import { fileURLToPath } from 'node:url';
import { bodiesFolder, loadBodies } from '../data/bodies.mjs';
import { BARRED_SETS } from '../data/sets.mjs';
import { alternate } from '../lib/alternate.mjs';
import { nativeLz4Absent } from '../lib/codecs.mjs';
import { absentees, ratioBar, SPEED_COLUMNS, speedCells } from '../lib/figures.mjs';
import { cReference } from '../references/c.mjs';

/** LZ4 blocks, read and written: ours with and without a native module, liblz4 bare, and the library `lz4js`. */
export async function* run({ sets, pace, short }) {
  const folder = await bodiesFolder({ short });
  const native = await nativeLz4Absent();
  const c = await cReference();
  for (const set of sets.filter((name) => name !== 'empty')) {
    const { rawBytes, lz4Bytes } = loadBodies(folder, set);
    for (const job of ['decode', 'encode']) {
      const contestants = [
        { name: 'liblz4 in C', ...('absent' in c ? c : { command: [...c.command, folder, set, job] }) },
        { name: 'polylog, native', ...(native === undefined ? node('native') : { absent: native }) },
        { name: 'polylog, JS', ...node('js') },
        { name: 'lz4js', ...node('lz4js') },
      ];
      function node(engine) {
        const script = fileURLToPath(new URL('candidate.mjs', import.meta.url));
        return { command: [process.execPath, script, JSON.stringify({ folder, set, engine, job })] };
      }
      const outcomes = await alternate(contestants, pace);
      const [liblz4, ours, oursJs, lz4js] = outcomes;
      yield {
        title: `${set}: LZ4, ${job}`,
        notes: [
          `${(rawBytes[0] / 1e6).toFixed(1)} MB a body; as files, packed to ${percent(lz4Bytes[0] / rawBytes[0])}`,
        ],
        columns: ['candidate', ...SPEED_COLUMNS.slice(0, 3), ...(job === 'encode' ? ['packed to'] : [])],
        rows: outcomes.map((outcome) => [outcome.name, ...speedCells(outcome).slice(0, 3), packed(outcome)]),
        bars:
          job === 'encode' || short || !BARRED_SETS.includes(set)
            ? []
            : [
                ratioBar('native, into a pooled buffer, against C liblz4', 0.85, ours, liblz4),
                ratioBar('JS against lz4js', 1.7, oursJs, lz4js),
              ],
        absent: absentees(outcomes),
        outcomes,
      };
    }
  }
}

function packed({ rounds }) {
  const sum = (field) => rounds.reduce((total, round) => total + (round[field] ?? 0), 0);
  return sum('encoded') === 0 ? '' : percent(sum('encoded') / sum('bytes'));
}

const percent = (/** @type {number} */ part) => `${(part * 100).toFixed(1)} %`;

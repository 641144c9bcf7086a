import { bodiesFolder, loadBodies } from '../data/bodies.mjs';
import { BARRED_SETS } from '../data/sets.mjs';
import { alternate } from '../lib/alternate.mjs';
import { absentees, SPEED_COLUMNS, speedCells } from '../lib/figures.mjs';
import { readers } from './contestants.mjs';
import { races } from './races.mjs';

/** Reading a LogGroupList: every field of every log, or one; decoded only, and from the LZ4 body. */
export async function* run({ sets, pace, short }) {
  const folder = await bodiesFolder({ short });
  const all = await readers(folder);
  for (const set of sets) {
    const { about, rawBytes, records, groups, oneField } = loadBodies(folder, set);
    const size = `${(rawBytes[0] / 1e6).toFixed(1)} MB a body${records > 0 ? `, ${(rawBytes[0] / records).toFixed(0)} B a log` : ''}`;
    const barred = BARRED_SETS.includes(set);
    for (const race of races(all, { set, groups, oneField }, barred)) {
      const outcomes = await alternate(Object.values(race.contestants), pace);
      const by = Object.fromEntries(Object.keys(race.contestants).map((key, i) => [key, outcomes[i]]));
      yield {
        title: `${set}: ${race.title}`,
        notes: [`${about}; ${size}`],
        columns: ['candidate', ...SPEED_COLUMNS],
        rows: outcomes.map((outcome) => [outcome.name, ...speedCells(outcome)]),
        bars: barred && !short ? race.bars(by) : [],
        absent: absentees(outcomes),
        outcomes,
      };
    }
  }
}

import { fileURLToPath } from 'node:url';
import { loadLtsBodies, ltsBodiesFolder } from '../data/lts-bodies.mjs';
import { BARRED_SETS } from '../data/sets.mjs';
import { alternate } from '../lib/alternate.mjs';
import { absentees, ratioBar, SPEED_COLUMNS, speedCells } from '../lib/figures.mjs';

/** Reading the answer of an LTS pull: every label of every record, or one. Beside the sets of all services, lines of text. */
export async function* run({ sets, pace, short }) {
  const folder = await ltsBodiesFolder({ short });
  for (const set of [...sets, 'lines']) {
    const { about, records, oneField, sizes } = loadLtsBodies(folder, set);
    const logs = records > 0 ? `${records} logs of ${(sizes[0] / records).toFixed(0)} B` : 'no logs';
    const barred = BARRED_SETS.includes(set);
    for (const race of racesOf({ folder, set, oneField }, barred)) {
      const outcomes = await alternate(Object.values(race.contestants), pace);
      const by = Object.fromEntries(Object.keys(race.contestants).map((key, i) => [key, outcomes[i]]));
      yield {
        title: `${set}: ${race.title}`,
        notes: [`${about}, in JSON, with an id of 63 bits and the service's own labels; ${logs} a body`],
        columns: ['candidate', ...SPEED_COLUMNS],
        rows: outcomes.map((outcome) => [outcome.name, ...speedCells(outcome)]),
        bars: barred && !short ? race.bars(by) : [],
        absent: absentees(outcomes),
        outcomes,
      };
    }
  }
}

const jobNames = { toObject: 'toObject()', entries: 'entries()', get: 'get()' };

function racesOf({ folder, set, oneField }, barred) {
  const node = (script, argument) => [
    process.execPath,
    fileURLToPath(new URL(script, import.meta.url)),
    JSON.stringify({ folder, set, ...argument }),
  ];
  const polylog = (strings, job) => ({
    name: `polylog ${strings}, ${jobNames[job]}`,
    command: node('polylog.mjs', { strings, job }),
  });
  const bare = (job) => ({
    name: 'JSON.parse, which loses digits',
    command: node('json-parse.mjs', { integers: 'lost', job }),
  });
  const quoting = (job) => ({
    name: 'integers quoted by a regular expression, JSON.parse',
    command: node('json-parse.mjs', { integers: 'quoted', job }),
  });
  const barsOf = (leastByStrings) => (by) =>
    Object.entries(leastByStrings).flatMap(([strings, [againstBare, againstQuoting]]) => [
      ratioBar(`${strings} against JSON.parse, which loses digits`, againstBare, by[strings], by.bare),
      ratioBar(`${strings} against a regular expression + JSON.parse`, againstQuoting, by[strings], by.quoting),
    ]);

  const every = {
    title: 'every label',
    contestants: {
      bare: bare('every'),
      quoting: quoting('every'),
      shared: polylog('shared', 'toObject'),
      safe: polylog('safe', 'toObject'),
      entries: polylog('safe', 'entries'),
    },
    bars: barsOf({ shared: [1, 1.4], safe: [0.85, 1.2] }),
  };
  const one = {
    title: `one label a log (${oneField})`,
    contestants: {
      bare: bare('one'),
      quoting: quoting('one'),
      shared: polylog('shared', 'get'),
      safe: polylog('safe', 'get'),
    },
    bars: barsOf({ shared: [1.25, 1.9], safe: [1.25, 1.9] }),
  };
  return barred ? [every, one] : [every];
}

// npm run bench: ours beside the references, in alternating rounds; `README.md` says what is measured, and how to read it.
import { parseArgs } from 'node:util';
import { machine } from './lib/machine.mjs';
import { openReport } from './lib/report.mjs';

/**
 * Each is a file that exports `run(settings)`, an async generator of the sections of its report.
 *
 * @type {Record<string, string>}
 */
const benches = {
  decode: './decode/bench.mjs',
  'cls-decode': './cls-decode/bench.mjs',
  'lts-decode': './lts-decode/bench.mjs',
  lz4: './lz4/bench.mjs',
  http: './http/bench.mjs',
  memory: './memory/bench.mjs',
  emulator: './emulator/bench.mjs',
  'end-to-end': './end-to-end/bench.mjs',
  producer: './producer/bench.mjs',
  idle: './idle/bench.mjs',
  heartbeat: './heartbeat/bench.mjs',
};

const USAGE = `npm run bench -- [--only NAME[,NAME]] [--sets NAME[,NAME]] [--rounds N] [--short] [--save NAME]

  --only    of ${Object.keys(benches).join(', ')}
  --sets    of the data: access, small, chinese, huge, empty
  --rounds  how often each candidate gets its turn (7)
  --short   shows that all run and read the same; measures nothing
  --save    writes bench/results/NAME.md and NAME.json`;

/** @typedef {{ rounds: number, roundMs: number, warmUpMs: number }} Pace milliseconds are of CPU time */
/** @typedef {{ short: boolean, sets: readonly string[], pace: Pace }} Settings */

/** @type {Pace} */
const SHORT_PACE = { rounds: 1, roundMs: 1, warmUpMs: 0 };

process.exitCode = await main();

async function main() {
  let asked;
  try {
    asked = readArguments();
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  const { names, save, settings } = asked;
  const report = openReport(machine(), settings);
  for (const name of names) {
    const { run } = await import(benches[name]);
    await report.bench(name, () => run(settings));
  }
  return report.close(save);
}

/** @returns {{ names: readonly string[], save: string | undefined, settings: Settings }} */
function readArguments() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: Object.keys(benches).join(',') },
      sets: { type: 'string', default: 'access,small,chinese,huge,empty' },
      rounds: { type: 'string', default: '7' },
      short: { type: 'boolean', default: false },
      save: { type: 'string' },
    },
  });
  const names = values.only.split(',');
  const stranger = names.find((name) => !Object.hasOwn(benches, name));
  if (stranger !== undefined) throw new Error(`no bench is called ${JSON.stringify(stranger)}`);
  const rounds = Number(values.rounds);
  if (!(rounds >= 1)) throw new Error('--rounds takes a number from 1');
  if (values.save !== undefined && !/^[\w.-]+$/.test(values.save))
    throw new Error('--save takes a name without folders');
  const pace = values.short ? SHORT_PACE : { rounds, roundMs: 300, warmUpMs: 1500 };
  return { names, save: values.save, settings: { short: values.short, sets: values.sets.split(','), pace } };
}

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { keepCase, readCorpus } from './corpus.js';
import type { FuzzCase } from './fuzz-case.js';
import { fuzzInWorker } from './fuzz-in-worker.js';
import type { FuzzTarget } from './fuzz-target.js';
import { planCases } from './planned-case.js';
import { targets } from './targets.js';

const corpus = fileURLToPath(new URL('../../fuzz/corpus', import.meta.url));
const ENDLESS_RUNS = 2 ** 31 - 1;

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    seed: { type: 'string' },
    run: { type: 'string' },
    runs: { type: 'string', default: '20000' },
    minutes: { type: 'string' },
  },
});
const seed = number('seed', values.seed) ?? Math.floor(Math.random() * 2 ** 31);
const one = number('run', values.run);
const minutes = number('minutes', values.minutes);
const runs = one !== undefined ? 1 : minutes !== undefined ? ENDLESS_RUNS : (number('runs', values.runs) ?? 0);
const names = values.target === undefined ? [...targets.keys()] : [values.target];

for (const name of names) {
  if (!targets.has(name)) throw new Error(`no target "${name}"; there are ${[...targets.keys()].join(', ')}.`);
  const target = targets.get(name);
  if (target === undefined) console.log(`${name}: not on Node ${process.versions.node}`);
  else if (!(await fuzzed(target))) process.exitCode = 1;
}

/** Prints a line of counts, and what was found; true where nothing was. */
async function fuzzed(target: FuzzTarget): Promise<boolean> {
  const startedAt = performance.now();
  const endAtMs = minutes === undefined ? 0 : Date.now() + (minutes * 60_000) / names.length;
  const end = await fuzzInWorker({ target: target.name, corpus, seed, from: one ?? 0, runs, endAtMs });
  const tookS = ((performance.now() - startedAt) / 1_000).toFixed(1);
  if (end.kind !== 'reported') {
    if (end.run >= 0) tell(target, { ...end, given: planCases(target, seed)(end.run).given });
    else console.log(`${target.name}: kept case ${readCorpus(corpus, target.name)[-1 - end.run]?.file}: ${end.text}`);
    return false;
  }
  const { wrong, kept, mutated, valid, refused, finding } = end.report;
  for (const line of wrong) console.log(`${target.name}: kept case ${line}`);
  console.log(
    `${target.name}: ${end.report.runs} runs, ${mutated} mutated, ${valid} valid, ${refused} refused, ${kept} kept, seed ${seed}, ${tookS} s`,
  );
  if (finding === undefined) return wrong.length === 0;
  const { fields, body } = finding;
  tell(target, { ...finding, given: { fields, body: Buffer.from(body) } });
  return false;
}

interface Found {
  readonly run: number;
  readonly kind: string;
  readonly text: string;
  readonly given: FuzzCase;
}

/** Keeps what was found, and says how to have it again. */
function tell({ name }: FuzzTarget, { run, kind, text, given }: Found): void {
  const shows = text.split('\n')[0] ?? '';
  const path = keepCase(corpus, name, { file: `found-${seed}-${run}.json`, shows, given });
  console.log(
    `\n${name}: run ${run} (${kind}) broke a promise. Again: npm run fuzz -- --target ${name} --seed ${seed} --run ${run}`,
  );
  console.log(`Kept as ${path}; rename it after what it shows.\n${text}\n`);
}

function number(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new Error(`--${name} ${JSON.stringify(text)} is not a whole number.`);
}

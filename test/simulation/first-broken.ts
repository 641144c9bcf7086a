import { loadCore } from './core-under-test.js';
import { runSchedule } from './run-schedule.js';
import { createSchedule, type Provider } from './schedule.js';

/**
 * `first-broken.js <core folder> <to> [<pattern> [<provider>]]`: the first seed up to `to` that breaks a promise, so that a line
 * matches the pattern, as a line of JSON; or `null`.
 */
const [folder = '', to = '2000', pattern = '', provider = 'memory'] = process.argv.slice(2);
const wanted = new RegExp(pattern);
const under = await loadCore(folder);
let found: { readonly seed: number; readonly broken: readonly string[] } | null = null;
for (let seed = 1; seed <= Number(to) && found === null; seed++) {
  const { broken } = await runSchedule(under, createSchedule(seed, provider as Provider));
  if (broken.some((line) => wanted.test(line))) found = { seed, broken };
}
console.log(JSON.stringify(found));
// What a sabotaged core has left behind must not hold the process.
process.exit();

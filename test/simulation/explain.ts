import type { CoreUnderTest } from './core-under-test.js';
import { runSchedule } from './run-schedule.js';
import type { Schedule } from './schedule.js';
import { shrink } from './shrink.js';

/** A broken schedule, as short as it gets, with what it breaks and how to see it again. */
export async function explain(under: CoreUnderTest, schedule: Schedule): Promise<string> {
  const { provider } = schedule;
  const { broken, title } = await runSchedule(under, schedule);
  const promise = kindOf(broken[0] ?? '');
  const least = await shrink(schedule, async (shorter) =>
    (await runSchedule(under, shorter)).broken.some((line) => kindOf(line) === promise),
  );
  const after = await runSchedule(under, least);
  const { steps, ...setting } = least;
  let atMs = 0;
  const trace = steps.map((step) => {
    const line = `  ${String(Math.round(atMs)).padStart(7)} ms  ${JSON.stringify(step)}`;
    atMs += step.waitMs;
    return line;
  });
  return [
    `seed ${schedule.seed} over ${title}: ${broken.join('\n  ')}`,
    `shortest that fails alike (${steps.length} of ${schedule.steps.length} steps): ${JSON.stringify(setting)}`,
    ...trace,
    `which breaks: ${after.broken.join('\n  ')}`,
    `again: npm run simulate --${provider === 'memory' ? '' : ` --provider ${provider}`} --seed ${schedule.seed}`,
  ].join('\n');
}

/** What is broken, without who, where and when. */
function kindOf(line: string): string {
  return line.replace(/^\d+ ms: /, '').replaceAll(/\bm\d+(-\d)?\b|\d+(@\d+)?/g, '#');
}

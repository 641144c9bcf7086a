import type { CoreUnderTest } from './core-under-test.js';
import type { Schedule } from './schedule.js';
import { createStage } from './stage.js';
import { createVirtualTime } from './virtual-time.js';

export interface Verdict {
  /** Which promises were broken, and when; empty where all were kept. */
  readonly broken: readonly string[];
  /** What was read. */
  readonly title: string;
  /** What happened how often. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Runs a schedule in virtual time, then heals everything and waits until all that is left was handled. */
export async function runSchedule(under: CoreUnderTest, schedule: Schedule): Promise<Verdict> {
  const time = createVirtualTime();
  const rejections: unknown[] = [];
  const note = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', note);
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const stage = createStage(under, schedule, time, count);
  try {
    for (const step of schedule.steps) {
      stage.perform(step);
      await time.advance(step.waitMs);
    }
    await stage.finish();
  } catch (error) {
    stage.world.witness.blame(error instanceof Error ? error.message : String(error));
  } finally {
    stage.end();
    process.off('unhandledRejection', note);
    time.end();
  }
  for (const reason of rejections) stage.world.witness.blame(`an unhandled rejection: ${String(reason)}`);
  const { log, witness } = stage.world;
  return { broken: witness.broken, title: log.title, counts };
}

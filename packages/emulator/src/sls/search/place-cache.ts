import type { Logstore } from '../logstore.js';
import type { LogPlace } from './find-logs.js';

interface Kept {
  readonly key: string;
  readonly stamp: string;
  readonly places: readonly LogPlace[];
}

const lastSearches = new WeakMap<Logstore, Kept>();

/** The last search of a logstore is remembered as long as nothing comes or goes: its pages do not all go over all logs. */
export function rememberedPlaces(
  logstore: Logstore,
  key: string,
  nowMs: number,
  find: () => readonly LogPlace[],
): readonly LogPlace[] {
  const stamp = stampOf(logstore, nowMs);
  const last = lastSearches.get(logstore);
  if (last?.key === key && last.stamp === stamp) return last.places;
  const places = find();
  lastSearches.set(logstore, { key, stamp, places });
  return places;
}

/** Another one whenever logs or the index are others. */
function stampOf(logstore: Logstore, nowMs: number): string {
  const shards = logstore.shards(nowMs).map(({ id, beginCursor, endCursor }) => `${id}:${beginCursor}-${endCursor}`);
  return `${JSON.stringify(logstore.index?.body)} ${shards.join(' ')}`;
}

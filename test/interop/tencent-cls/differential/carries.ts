import type { Pair, TestLog, TestLogGroup } from './log-groups.js';

export type Writer = 'ours' | 'Go' | 'Java' | 'Python';
export type Reader = 'our client' | 'our driver' | 'Python';

type Carry = (group: TestLogGroup) => TestLogGroup;

/** What the source is, where an SDK's own setting says it of all that it writes. */
export const JAVA_SOURCE = '10.0.0.1';

/** What each SDK cannot put, and what of a log group is left then. All else it has to put as it is. */
export const putBy: Readonly<Record<Writer, Carry>> = {
  ours: asItIs,
  Go: asItIs,
  // Its calls take logs, and make the log group of them: no file, no package, no tags; its source is the producer's.
  Java: ({ logs }) => ({ packageId: '', filename: '', source: JAVA_SOURCE, tags: [], logs: logs.map(uncollected) }),
  Python: withoutNewFields,
};

/** What each does not tell of what it reads. */
export const readBy: Readonly<Record<Reader, Carry>> = {
  'our client': asItIs,
  // Its records know nanoseconds alone, and tags by their names, of which the package id has one.
  'our driver': ({ packageId, ...group }) => ({
    ...group,
    tags: byName([...group.tags, ...(packageId === undefined ? [] : [['__PKGID__', packageId] as const])]),
    logs: group.logs.map((log) => ({ ...uncollected(log), time: inNanoseconds(log.time) })),
  }),
  Python: withoutNewFields,
};

function asItIs(group: TestLogGroup): TestLogGroup {
  return group;
}

/** The messages of the Python and the Java SDK are older than the host's name and the time of collection. */
function withoutNewFields({ hostname: _, ...group }: TestLogGroup): TestLogGroup {
  return { ...group, logs: group.logs.map(uncollected) };
}

function uncollected({ time, contents }: TestLog): TestLog {
  return { time, contents };
}

/** The first of a name is the one that counts. */
function byName(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter(([name], i) => pairs.findIndex(([other]) => other === name) === i);
}

function inNanoseconds(time: bigint): bigint {
  const digits = String(time < 0n ? -time : time).length;
  return time * (digits < 12 ? 1_000_000_000n : digits < 15 ? 1_000_000n : digits < 18 ? 1_000n : 1n);
}

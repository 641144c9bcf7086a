import type { Pair, TestLog, TestLogGroup } from './log-groups.js';

export type Writer = 'ours' | 'Go' | 'Java' | 'Python' | 'Node';
export type Reader = 'ours' | 'Go' | 'Java' | 'Python';

/**
 * What each SDK cannot put, and what of a log group is left then; nothing, where it does not put it at all. All else it has to
 * put as it is.
 */
export const putBy: Readonly<Record<Writer, (group: TestLogGroup) => TestLogGroup | undefined>> = {
  ours: asItIs,
  // It takes a log group without logs, sends nothing, and reports no error.
  Go: (group) => (group.logs.length === 0 ? undefined : group),
  // A value is a String, no field has an empty name, 0 nanoseconds are none. Without a source it takes its machine's address.
  Java: (group) => withSource({ ...group, logs: group.logs.map((log) => withoutZero(named(textsOnly(log)))) }),
  // Where nanoseconds are 0 or absent it takes those of the moment. Without a source it takes its machine's address.
  Python: (group) => withSource({ ...group, logs: group.logs.map((log) => ({ ...log, ns: log.ns || 1 })) }),
  // Fields and tags are an object: no name comes twice, whole numbers go first, and `__proto__` is none. A value is a text.
  Node: (group) => ({
    ...group,
    tags: asObject(group.tags),
    logs: group.logs.map((log) => ({ ...textsOnly(log), contents: asObject(textsOnly(log).contents) })),
  }),
};

/** What each SDK does not tell of what it reads. */
export const readBy: Readonly<Record<Reader, (group: TestLogGroup) => TestLogGroup>> = {
  ours: asItIs,
  Go: asItIs,
  // `FastLog.getTimeNsPart()` is 0 where there are none.
  Java: (group) => ({ ...group, logs: group.logs.map(withoutZero) }),
  Python: asItIs,
};

function asItIs(group: TestLogGroup): TestLogGroup {
  return group;
}

const withSource = (group: TestLogGroup): TestLogGroup => ({ ...group, source: group.source || '10.0.0.1' });

function withoutZero({ ns, ...log }: TestLog): TestLog {
  return ns ? { ...log, ns } : log;
}

function named(log: TestLog): TestLog {
  return { ...log, contents: log.contents.filter(([name]) => name !== '') };
}

function textsOnly(log: TestLog): TestLog {
  return { ...log, contents: log.contents.map(([name, value]) => [name, String(value)] as const) };
}

function asObject<V>(pairs: readonly Pair<V>[]): readonly Pair<V>[] {
  return Object.entries(Object.fromEntries(pairs.filter(([name]) => name !== '__proto__')));
}

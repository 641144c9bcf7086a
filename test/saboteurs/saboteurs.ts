/** One change to the compiled core. */
export interface Patch {
  /** Under `packages/core/dist`. */
  readonly file: string;
  /** Must be there exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** The real core with one changed behaviour, which the tests must find. */
export interface Saboteur {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** What it has to be tried over, where the log in memory does not show it. */
  readonly over?: 'huawei-lts';
  /** What the simulation says of it. */
  readonly blamed: RegExp;
  /** Ids of the conformance cases that fail over that log: these and no others. */
  readonly failsConformance: readonly string[];
}

export const saboteurs: readonly Saboteur[] = [
  {
    name: 'lost lease swallowed',
    patches: [
      {
        file: 'partition/tracker.js',
        find: "options.onLost(refused, scope === 'member' ? 'member' : 'partition');",
        replace: 'refused = undefined; saved = mark; return;',
      },
    ],
    blamed: /after a save was refused|after a refusal/,
    failsConformance: ['runtime-30'],
  },
  {
    name: 'heartbeat stopped before the drain',
    patches: [
      {
        file: 'group/member.js',
        find: 'drainAll: holding.drainAll,',
        replace: 'drainAll() { keeper.stop(); holding.drainAll(); },',
      },
    ],
    blamed: /let its lease run out without sending a heartbeat/,
    failsConformance: ['runtime-42'],
  },
  {
    name: 'heartbeat after leave',
    patches: [
      {
        file: 'group/member.js',
        find: "emit({ kind: 'member-left', how: await leave(membership, deadline) });",
        replace:
          "emit({ kind: 'member-left', how: await leave(membership, deadline) }); await membership.heartbeat([], { signal: lifetime }).catch(() => undefined);",
      },
    ],
    blamed: /sent a heartbeat after it had left/,
    failsConformance: ['runtime-41', 'runtime-43'],
  },
  {
    name: 'unfenced save',
    patches: [
      {
        file: 'testing/memory-group.js',
        find: 'if (owners.get(partition) !== member)',
        replace: 'if (false)',
      },
      {
        file: 'testing/memory-group.js',
        find: 'if (!heardOf.has(member))',
        replace: 'if (false)',
      },
    ],
    blamed: / saved .*, and the partition was /,
    failsConformance: ['checkpoint-10', 'checkpoint-11', 'checkpoint-12'],
  },
  {
    name: 'two saves in flight',
    patches: [{ file: 'partition/tracker.js', find: 'const next = last', replace: 'const next = Promise.resolve()' }],
    blamed: /had two saves of .* in flight/,
    failsConformance: ['runtime-29'],
  },
  {
    name: 'save after lost',
    patches: [
      {
        file: 'partition/work.js',
        find: "emit({ kind: 'batch-done-late', partition: id, records });",
        replace:
          "{ emit({ kind: 'batch-done-late', partition: id, records }); tracker.advance(batch.next, records); await tracker.flush(new AbortController().signal).catch(() => undefined); }",
      },
      { file: 'partition/tracker.js', find: 'if (refused)', replace: 'if (false)' },
      { file: 'partition/tracker.js', find: 'if (!lease.valid())', replace: 'if (false)' },
      { file: 'partition/tracker.js', find: 'if (!maySave())', replace: 'if (false)' },
      { file: 'group/saver.js', find: 'if (!lease.valid())', replace: 'if (false)' },
      {
        file: 'group/saver.js',
        find: 'membership.save(checkpoints, { signal: lease.signal,',
        replace: 'membership.save(checkpoints, { signal: new AbortController().signal,',
      },
    ],
    blamed: /saved after its lease was over|after a refusal/,
    failsConformance: ['runtime-31', 'runtime-47'],
  },
  {
    name: 'batch skipped on a processor error',
    patches: [
      {
        file: 'partition/attempts.js',
        find: "throw new ConsumerError('processor-failed', message, { cause, partition });",
        replace: 'return;',
      },
    ],
    blamed: /was handed .* where .* was next/,
    failsConformance: ['runtime-4'],
  },
  {
    name: 'two process() calls at once',
    patches: [
      {
        file: 'partition/worker.js',
        find: 'await awaitPredecessor(predecessor, { id, patienceMs: drainTimeoutMs, clock, signal: life.reading });',
        replace: '',
      },
    ],
    blamed: /had two process\(\) at once/,
    failsConformance: ['runtime-36'],
  },
  {
    name: 'jump on an expired position',
    patches: [
      { file: 'engine.js', find: "afterExpiry: onExpired === 'fail'", replace: 'afterExpiry: false' },
      {
        file: 'engine.js',
        find: "onExpired === 'latest' ? wiring.latest : onExpired",
        replace: "onExpired === 'fail' || onExpired === 'latest' ? wiring.latest : onExpired",
      },
    ],
    blamed: /went on in .* after its position had expired/,
    failsConformance: ['runtime-12'],
  },
  {
    name: 'tracker that skips holes',
    patches: [
      {
        file: 'partition/tracker.js',
        find: 'handedOut.set(batch, done);',
        replace: '{ handedOut.set(batch, done); wanted = reach(batch.next); }',
      },
    ],
    blamed: / saved .*, and .* was never handled/,
    failsConformance: ['runtime-4', 'runtime-25', 'runtime-31', 'runtime-32'],
  },
  {
    name: 'lineage ignored',
    patches: [{ file: 'testing/memory-group.js', find: "group.order === 'partition'", replace: 'true' }],
    blamed: /was handed out before its parent/,
    failsConformance: ['lineage-6', 'lineage-7', 'lineage-8', 'runtime-14'],
  },
  {
    name: 'ended before read-only',
    patches: [
      {
        file: 'testing/memory-partition.js',
        find: "state: ended ? 'ended' : atEnd ? 'caught-up' : 'more',",
        replace: "get state() { return ended || (atEnd && sealed) ? 'ended' : atEnd ? 'caught-up' : 'more'; },",
      },
    ],
    blamed: / took .* for the end, which is /,
    failsConformance: ['read-13'],
  },
  {
    name: 'ended restarted',
    patches: [
      {
        file: 'group/holding.js',
        find: '// Ended, failed, or drained by a stop: stays listed',
        replace:
          "if (state.kind === 'closed' && state.how === 'ended' && !heldAtStop) { slots.delete(id); return; }\n//",
      },
    ],
    blamed: /again, which had ended and was named all along/,
    failsConformance: ['runtime-17', 'runtime-22'],
  },
  {
    name: 'latest resolved again',
    patches: [
      {
        file: 'group/member.js',
        find: "start: mode.start === 'latest' ? latest : mode.start,",
        replace: 'start: mode.start,',
      },
    ],
    blamed: /passed over .*\(its start\)/,
    failsConformance: ['runtime-49'],
  },
  {
    name: 'split child at latest',
    patches: [{ file: 'partition/start.js', find: "inherited ? 'earliest' : start", replace: 'start' }],
    blamed: /passed over .*\(its start\)/,
    failsConformance: ['runtime-20', 'runtime-52'],
  },
  {
    name: 'partition that appears at latest',
    over: 'huawei-lts',
    patches: [
      {
        file: 'partition/start.js',
        find: 'const start = noLaterThan(options.start, membership.startsByMs);',
        replace: 'const start = options.start;',
      },
    ],
    blamed: /passed over .*\(its start\)/,
    failsConformance: ['runtime-54', 'runtime-55'],
  },
  {
    name: 'no retry on a cut connection',
    patches: [{ file: 'errors/reaction.js', find: "unavailable: 'retry'", replace: "unavailable: 'stop'" }],
    blamed: /failed: unavailable/,
    failsConformance: ['runtime-7', 'runtime-8', 'runtime-34', 'runtime-36', 'runtime-37', 'runtime-49'],
  },
  {
    name: 'hand-out without a look at the clock',
    patches: [
      {
        file: 'partition/work.js',
        find: 'if (!lease.valid())\n                    throw lease.signal.reason;',
        replace: '',
      },
      { file: 'partition/handler.js', find: 'if (!context.holds())', replace: 'if (false)' },
      { file: 'partition/work.js', find: 'if (!lease.valid() || life.isOver) {', replace: 'if (life.isOver) {' },
    ],
    blamed: /was handed .* after its lease was over/,
    failsConformance: ['runtime-48'],
  },
  {
    name: 'start not saved before the first read',
    patches: [
      {
        file: 'partition/worker.js',
        find: 'await tracker.flush(life.working);\n        life.reading.throwIfAborted();',
        replace: 'life.reading.throwIfAborted();',
      },
    ],
    blamed: /read .* before its start was saved/,
    failsConformance: ['runtime-19'],
  },
];

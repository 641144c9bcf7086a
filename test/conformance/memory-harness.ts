import type { EngineDoors, Fault, FaultKind, Harness } from '@polylog/conformance';
import { createFakeClock, createMemoryLog, type MemoryFault } from '@polylog/core/testing';

/** What it needs of `@polylog/core/testing`. */
type Testing = Pick<typeof import('@polylog/core/testing'), 'createFakeClock' | 'createMemoryLog'>;

const actions = {
  unavailable: { kind: 'fail', failure: { code: 'unavailable' } },
  throttled: { kind: 'fail', failure: { code: 'throttled' } },
  cut: { kind: 'fail', failure: { code: 'unavailable' } },
  corrupt: { kind: 'fail', failure: { code: 'corrupt-data' } },
  'wrong-key': { kind: 'fail', failure: { code: 'unauthenticated', scope: 'credentials' } },
  'lost-answer': { kind: 'lose-answer', failure: { code: 'unavailable' } },
  hang: { kind: 'hang' },
} as const satisfies Record<FaultKind, MemoryFault['action']>;

function actionOf({ kind, retryAfterMs }: Fault): MemoryFault['action'] {
  if (kind === 'throttled' && retryAfterMs !== undefined)
    return { kind: 'fail', failure: { code: 'throttled', retryAfterMs } };
  return actions[kind];
}

/** The log in memory, in virtual time; of another copy of the library where one is given. */
export function memoryHarnessOver(testing: Testing, core?: EngineDoors): Harness {
  return {
    ...(core === undefined ? {} : { core }),
    capabilities: {
      split: true,
      merge: true,
      emptyLog: true,
      faults: ['unavailable', 'throttled', 'cut', 'corrupt', 'wrong-key', 'lost-answer', 'hang'],
      foreignPosition: 'elsewhere@7',
    },
    async open({ partitions, batchRecords }) {
      const clock = testing.createFakeClock();
      const log = testing.createMemoryLog({ partitions, batchRecords, clock });
      return {
        clock,
        id: String,
        driver: log.driver,
        append: (partition, texts) =>
          log.append(
            partition,
            texts.map((content) => ({ fields: { content } })),
          ),
        split: log.split,
        merge: log.merge,
        trim: log.trim,
        advance: clock.advance,
        fault(fault) {
          const { calls, times } = fault;
          const undo = calls.map((call) =>
            log.faults.add({ call, action: actionOf(fault), ...(times === undefined ? {} : { times }) }),
          );
          return () => {
            for (const each of undo) each();
          };
        },
        close: async () => undefined,
      };
    },
  };
}

export const memoryHarness: Harness = memoryHarnessOver({ createFakeClock, createMemoryLog });

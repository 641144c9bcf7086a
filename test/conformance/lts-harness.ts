import type { Deviation, Harness } from '@polylog/conformance';
import type { LtsSwitches } from '@polylog/emulator';
import { ltsDriver } from '@polylog/huawei-lts';
import { emulatedHarness } from './emulated-harness.js';
import { logGroup, logStream, ltsSetup } from './lts-setup.js';

export interface LtsHarnessOptions {
  readonly switches?: Partial<LtsSwitches>;
  readonly deviates?: readonly Deviation[];
}

/** What the suite is told of a service without lineage, should it ask for it all the same. */
const noLineage = (): never => {
  throw new Error('LTS tells no parents: its shards neither split nor merge');
};

export function ltsHarness({ switches = {}, deviates = [] }: LtsHarnessOptions = {}): Harness {
  return emulatedHarness({
    callNames: {
      partitions: ['ShowLogStreamShards'],
      locate: ['ShowCursorByTime'],
      read: ['PullLogs'],
      join: ['ListDetailsConsumerGroup', 'ListConsumerGroup', 'CreateConsumerGroup'],
      heartbeat: ['ConsumerGroupHeartBeat'],
      checkpoints: ['ListDetailsConsumerGroup'],
      save: ['UpdateCheckPoint'],
    },
    keyRefused: { status: 401, code: 'APIGW.0301' },
    foreignPosition: 'not a cursor',
    lineage: 'hidden',
    deviates: [...silently, ...deviates],
    emulatorOptions: (setup) => ({ lts: ltsSetup(setup, switches).lts }),
    attach({ lts }, clock, setup) {
      const { driver } = ltsSetup(setup, switches);
      /** By shard, the cursors of the records that are kept. */
      const cursors = new Map<string, bigint[]>();
      return {
        faults: lts.faults,
        id: String,
        driver: () => ltsDriver({ ...driver, endpoint: lts.endpoint, clock }),
        append(id, texts) {
          const written = cursors.get(id) ?? [];
          cursors.set(id, written);
          for (const content of texts) {
            written.push(lts.put(logGroup, logStream, { content }, { shard: Number(id) }).cursor);
          }
        },
        split: noLineage,
        merge: noLineage,
        grow: () => String(lts.addShards(logGroup, logStream)[0]),
        trim(id, records) {
          const written = cursors.get(id) ?? [];
          written.splice(0, records);
          const [beforeCursor] = written;
          const what = beforeCursor === undefined ? { all: true as const } : { beforeCursor };
          lts.expire(logGroup, logStream, { shard: Number(id), ...what });
        },
      };
    },
  });
}

const readsOn =
  'the service reads on from the oldest log kept, and its cursors have gaps of their own: nobody can tell, which guarantees.skips says';

const silently: readonly Deviation[] = ['read-15', 'runtime-12', 'runtime-13'].map((test) => ({
  test,
  reason: readsOn,
}));

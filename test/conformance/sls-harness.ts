import { slsDriver } from '@polylog/alibaba-sls';
import type { Deviation, Harness } from '@polylog/conformance';
import { defaultAccessKey, type SlsSwitches } from '@polylog/emulator';
import { emulatedHarness } from './emulated-harness.js';

const project = 'proj';
const logstore = 'store';
const credentials = { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };

export interface SlsHarnessOptions {
  readonly switches?: Partial<SlsSwitches>;
  readonly deviates?: readonly Deviation[];
}

export function slsHarness({ switches = {}, deviates = [] }: SlsHarnessOptions = {}): Harness {
  return emulatedHarness({
    callNames: {
      partitions: ['ListShards'],
      locate: ['GetCursor'],
      read: ['PullLogs'],
      join: ['ListConsumerGroup', 'CreateConsumerGroup', 'UpdateConsumerGroup'],
      heartbeat: ['HeartBeat'],
      checkpoints: ['GetCheckPoint'],
      save: ['UpdateCheckPoint'],
    },
    keyRefused: { status: 401, code: 'SignatureNotMatch' },
    foreignPosition: 'bm90IGEgY3Vyc29y',
    lineage: 'told',
    deviates,
    emulatorOptions: ({ partitions: shards }) => ({
      sls: { projects: { [project]: { [logstore]: { shards } } }, switches },
    }),
    attach: ({ sls }, clock, { batchRecords: maxLogGroups }) => ({
      faults: sls.faults,
      driver: () => slsDriver({ endpoint: sls.endpoint, project, logstore, credentials, clock, maxLogGroups }),
      id: String,
      append(partition, texts) {
        for (const text of texts) {
          const logs = [{ timeSeconds: Math.floor(clock.now() / 1000), contents: [['content', text] as const] }];
          sls.put(project, logstore, { logs }, { shard: Number(partition) });
        }
      },
      split: (partition) => sls.split(project, logstore, Number(partition)).map(String) as [string, string],
      merge: (left) => String(sls.merge(project, logstore, Number(left))),
      trim(partition, records) {
        const shard = Number(partition);
        const { beginCursor } = sls.shards(project, logstore).find(({ id }) => id === shard)!;
        const begin = BigInt(Buffer.from(beginCursor, 'base64').toString('latin1'));
        const beforeCursor = Buffer.from(String(begin + BigInt(records)), 'latin1').toString('base64');
        sls.expire(project, logstore, { shard, beforeCursor });
      },
    }),
  });
}

import { slsDriver } from '@polylog/alibaba-sls';
import { createIdleDetector, type Deviation, type Fault, type Harness, type SeamCall } from '@polylog/conformance';
import type { LogDriver } from '@polylog/core/driver';
import { createFakeClock } from '@polylog/core/testing';
import { defaultAccessKey, type FaultAction, type SlsSwitches, startEmulator } from '@polylog/emulator';

const project = 'proj';
const logstore = 'store';
const credentials = { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };

/** The service's names of the calls of the seam. */
const names: Record<SeamCall, readonly string[]> = {
  partitions: ['ListShards'],
  locate: ['GetCursor'],
  read: ['PullLogs'],
  join: ['ListConsumerGroup', 'CreateConsumerGroup', 'UpdateConsumerGroup'],
  heartbeat: ['HeartBeat'],
  checkpoints: ['GetCheckPoint'],
  save: ['UpdateCheckPoint'],
};

function actionOf({ kind, retryAfterMs }: Fault): FaultAction {
  switch (kind) {
    case 'unavailable':
      return { kind: 'status', status: 500, code: 'InternalServerError' };
    case 'throttled':
      return retryAfterMs === undefined
        ? { kind: 'throttle' }
        : { kind: 'throttle', status: 429, retryAfterSeconds: Math.ceil(retryAfterMs / 1000) };
    case 'cut':
      return { kind: 'cut', at: 'in-body' };
    case 'corrupt':
      return { kind: 'truncate' };
    case 'wrong-key':
      return { kind: 'status', status: 401, code: 'SignatureNotMatch' };
    case 'lost-answer':
      return { kind: 'lost', processed: true };
    case 'hang':
      return { kind: 'lost', processed: false, socket: 'open' };
    default:
      return kind satisfies never;
  }
}

export interface SlsHarnessOptions {
  readonly switches?: Partial<SlsSwitches>;
  readonly deviates?: readonly Deviation[];
}

/** SLS as the emulator speaks it: real sockets, and one clock for the emulator, the driver and the engine. */
export function slsHarness({ switches = {}, deviates = [] }: SlsHarnessOptions = {}): Harness {
  return {
    capabilities: {
      split: true,
      merge: true,
      emptyLog: false,
      faults: ['unavailable', 'throttled', 'cut', 'corrupt', 'wrong-key', 'lost-answer', 'hang'],
      foreignPosition: 'bm90IGEgY3Vyc29y',
    },
    deviates,
    async open({ partitions, batchRecords }) {
      const detector = createIdleDetector();
      const clock = createFakeClock({ settle: detector.idle });
      const sls = { projects: { [project]: { [logstore]: { shards: partitions } } }, switches };
      const { sls: service, stop } = await startEmulator({ sls, clock });
      const { endpoint } = service;
      const drivers: LogDriver[] = [];
      return {
        clock,
        id: String,
        driver() {
          const driver = slsDriver({ endpoint, project, logstore, credentials, clock, maxLogGroups: batchRecords });
          drivers.push(driver);
          return detector.watch(driver);
        },
        append(partition, texts) {
          for (const text of texts) {
            const logs = [{ timeSeconds: Math.floor(clock.now() / 1000), contents: [['content', text] as const] }];
            service.put(project, logstore, { logs }, { shard: Number(partition) });
          }
        },
        split: (partition) => service.split(project, logstore, Number(partition)).map(String) as [string, string],
        merge: (left) => String(service.merge(project, logstore, Number(left))),
        trim(partition, records) {
          const shard = Number(partition);
          const { beginCursor } = service.shards(project, logstore).find(({ id }) => id === shard)!;
          const begin = BigInt(Buffer.from(beginCursor, 'base64').toString('latin1'));
          const beforeCursor = Buffer.from(String(begin + BigInt(records)), 'latin1').toString('base64');
          service.expire(project, logstore, { shard, beforeCursor });
        },
        advance: clock.advance,
        fault(fault) {
          const { calls, times } = fault;
          const match = { call: calls.flatMap((call) => names[call]) };
          return service.faults.add({ match, action: actionOf(fault), ...(times === undefined ? {} : { times }) });
        },
        async close() {
          await Promise.all(drivers.map((driver) => driver.close?.()));
          await stop();
        },
      };
    },
  };
}

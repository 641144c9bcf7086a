import { createIdleDetector } from '@polylog/conformance';
import { createFakeClock, type FakeClock } from '@polylog/core/testing';
import { type LtsService, type LtsServiceOptions, startLtsService, stream } from './lts-service.js';

/** Over real sockets, and on one clock that stands still until it is told to move: the service's, the drivers', the engine's. */
export interface VirtualService extends LtsService {
  readonly clock: FakeClock;
  /** Puts records whose field `n` counts from `from` into a shard, each as a push of its own. */
  readonly write: (shard: number, from: number, count: number) => void;
  /** What the group `g` has stored of a shard. */
  readonly saved: (shard: number) => bigint | undefined;
  /** The place behind the newest record of a shard. */
  readonly end: (shard: number) => bigint | undefined;
  /** Resolves so much later. */
  readonly later: (ms: number) => Promise<void>;
}

/** With the group `g`, whose timeout is 20 s, unless groups are named. */
export async function startVirtualService(options: LtsServiceOptions = {}): Promise<VirtualService> {
  const detector = createIdleDetector();
  const clock = createFakeClock({ settle: detector.idle });
  const service = await startLtsService({ consumerGroups: { g: { timeoutSeconds: 20 } }, ...options, clock });
  const { lts } = service.emulator;
  const { logGroupId, logStreamId } = stream;
  return {
    ...service,
    clock,
    driver: (more) => detector.watch(service.driver(more)),
    write(shard, from, count) {
      for (let n = from; n < from + count; n++) {
        lts.put(logGroupId, logStreamId, { content: `record ${n}`, labels: { n: String(n) } }, { shard });
      }
    },
    saved: (shard) => service.group('g').shards[shard]?.checkpoint,
    end: (shard) => lts.shards(logGroupId, logStreamId)[shard]?.endCursor,
    later: (ms) =>
      new Promise((resolve) => {
        clock.schedule(ms, resolve);
      }),
  };
}

import { createFakeClock } from '@polylog/core/testing';
import { startEmulator } from '@polylog/emulator';
import { createClsClient } from '@polylog/tencent-cls';
import { credentials, region } from '../../../end-to-end/emulated-topics.js';
import { logsetId, nowSeconds, type Place, topicId } from './method-pair.js';

/** An emulator whose time stands still: two of them answer alike to the last digit. */
export async function startPlace(): Promise<Place> {
  const emulator = await startEmulator({
    cls: { logsets: { [logsetId]: { [topicId]: { partitions: 2 } } } },
    clock: createFakeClock({ startMs: nowSeconds * 1_000 }),
  });
  const { cls, clock } = emulator;
  const client = createClsClient({ region, endpoint: cls.endpoint, credentials });
  return {
    ...{ client, cls, clock },
    async stop() {
      await client.close();
      await emulator.stop();
    },
  };
}

import { createFakeClock } from '@polylog/core/testing';
import { startEmulator } from '@polylog/emulator';
import { createLtsClient } from '@polylog/huawei-lts';
import { credentials, region } from '../../../huawei-lts/lts-service.js';
import { logGroupId, logStreamId, nowMs, type Place, projectId } from './method-pair.js';

/** An emulator whose time stands still, with one log stream of two shards: two of them answer alike to the last digit. */
export async function startPlace(): Promise<Place & { stop(): Promise<void> }> {
  const emulator = await startEmulator({
    lts: { projectId, region, logGroups: { [logGroupId]: { [logStreamId]: { shards: 2 } } } },
    clock: createFakeClock({ startMs: nowMs }),
  });
  const client = createLtsClient({ region, projectId, endpoint: emulator.lts.endpoint, credentials });
  return {
    ...{ client, emulator },
    async stop() {
      await client.close();
      await emulator.stop();
    },
  };
}

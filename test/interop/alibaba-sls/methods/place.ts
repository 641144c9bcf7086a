import { createSlsClient } from '@polylog/alibaba-sls';
import { createFakeClock } from '@polylog/core/testing';
import { startEmulator } from '@polylog/emulator';
import { credentials } from '../../../end-to-end/emulated-log.js';
import { logstore, nowSeconds, type Place, project } from './method-pair.js';

/** An emulator whose time stands still, with one logstore of two shards: two of them answer alike to the last digit. */
export async function startPlace(): Promise<Place> {
  const emulator = await startEmulator({
    sls: {
      accessKeys: [{ id: credentials.accessKeyId, secret: credentials.secretAccessKey }],
      projects: { [project]: { [logstore]: { shards: 2 } } },
    },
    clock: createFakeClock({ startMs: nowSeconds * 1_000 }),
  });
  const { sls, clock } = emulator;
  const client = createSlsClient({ endpoint: sls.endpoint, credentials });
  return {
    ...{ client, sls, clock },
    async stop() {
      await client.close();
      await emulator.stop();
    },
  };
}

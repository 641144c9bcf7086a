import { createSlsClient, type SlsClient, type SlsClientOptions } from '@polylog/alibaba-sls';
import { type Emulator, type SlsOptions, startEmulator } from '@polylog/emulator';
import { onTestFinished } from 'vitest';
import { hurriedClock } from '../client-calls.js';
import { credentials, logstore, project } from './sls-service.js';

export { collect, refusal } from '../client-calls.js';
export { credentials, logstore, project } from './sls-service.js';

export const ref = { project, logstore };

export interface ClientService {
  readonly emulator: Emulator;
  readonly client: SlsClient;
}

/** An emulator with one logstore, and a client for it; both are gone when the test is. */
export async function startClient(
  options: Partial<SlsClientOptions> = {},
  { shards = 2, ...sls }: SlsOptions & { readonly shards?: number } = {},
): Promise<ClientService> {
  const emulator = await startEmulator({ sls: { projects: { [project]: { [logstore]: { shards } } }, ...sls } });
  const client = createSlsClient({
    endpoint: emulator.sls.endpoint,
    credentials,
    clock: hurriedClock(30_000),
    ...options,
  });
  onTestFinished(async () => {
    await client.close();
    await emulator.stop();
  });
  return { emulator, client };
}

/** How often a call came in at the emulator. */
export function callsOf({ emulator }: Pick<ClientService, 'emulator'>, call: string): number {
  return emulator.sls.stats().calls[call] ?? 0;
}

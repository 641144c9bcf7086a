import { type Emulator, type LtsOptions, startEmulator } from '@polylog/emulator';
import { createLtsClient, type LtsClient, type LtsClientOptions } from '@polylog/huawei-lts';
import { onTestFinished } from 'vitest';
import { hurriedClock } from '../client-calls.js';
import { credentials, region, stream } from './lts-service.js';

export { collect, refusal } from '../client-calls.js';
export { credentials, region } from './lts-service.js';

const { projectId, logGroupId, logStreamId } = stream;

export { projectId };

export const ref = { logGroupId, logStreamId };

export interface ClientService {
  readonly emulator: Emulator;
  readonly client: LtsClient;
}

/** While a signature is unproven, a request has ten seconds; these are no pause. */
const DEADLINES_MS = 10_000;

/** An emulator with one log stream, and a client for it; both are gone when the test is. */
export async function startClient(
  options: Partial<LtsClientOptions> = {},
  { shards = 2, ...lts }: LtsOptions & { readonly shards?: number } = {},
): Promise<ClientService> {
  const emulator = await startEmulator({
    lts: { projectId, region, logGroups: { [logGroupId]: { [logStreamId]: { shards } } }, ...lts },
  });
  const { endpoint } = emulator.lts;
  const client = createLtsClient({
    ...{ region, projectId, endpoint, credentials, clock: hurriedClock(DEADLINES_MS) },
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
  return emulator.lts.stats().calls[call] ?? 0;
}

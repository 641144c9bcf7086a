import { type ClsOptions, type Emulator, startEmulator } from '@polylog/emulator';
import { type ClsClient, type ClsClientOptions, createClsClient } from '@polylog/tencent-cls';
import { onTestFinished } from 'vitest';
import { hurriedClock } from '../client-calls.js';
import { credentials, logsetId } from './cls-service.js';

export { collect, refusal } from '../client-calls.js';
export { credentials, logsetId } from './cls-service.js';

export const region = 'ap-guangzhou';
export const topicId = 'orders';
export const ref = { logsetId, topicId };

export interface ClientService {
  readonly emulator: Emulator;
  readonly client: ClsClient;
}

/** An emulator with one topic, and a client for it; both are gone when the test is. */
export async function startClient(
  options: Partial<ClsClientOptions> = {},
  { partitions = 2, ...cls }: ClsOptions & { readonly partitions?: number } = {},
): Promise<ClientService> {
  const emulator = await startEmulator({ cls: { logsets: { [logsetId]: { [topicId]: { partitions } } }, ...cls } });
  const client = createClsClient({
    region,
    endpoint: emulator.cls.endpoint,
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

/** Log groups of one log each in a partition of the topic. */
export function fill({ emulator }: Pick<ClientService, 'emulator'>, partition: number, ...texts: string[]): void {
  for (const text of texts) {
    const logs = [{ time: 1_700_000_000_000, contents: [['text', text]] as const }];
    emulator.cls.put(topicId, { logs }, { partition });
  }
}

/** How often a call came in at the emulator. */
export function callsOf({ emulator }: Pick<ClientService, 'emulator'>, call: string): number {
  return emulator.cls.stats().calls[call] ?? 0;
}

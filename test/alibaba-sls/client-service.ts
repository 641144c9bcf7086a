import { createSlsClient, isClientError, type SlsClient, type SlsClientOptions } from '@polylog/alibaba-sls';
import { type Clock, systemClock } from '@polylog/core/driver';
import { type Emulator, type SlsOptions, startEmulator } from '@polylog/emulator';
import { onTestFinished } from 'vitest';
import { credentials, logstore, project } from './sls-service.js';

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
  const client = createSlsClient({ endpoint: emulator.sls.endpoint, credentials, clock: hurried(), ...options });
  onTestFinished(async () => {
    await client.close();
    await emulator.stop();
  });
  return { emulator, client };
}

/** Deadlines of requests are 30 s and stay; shorter waits are pauses, which pass at once and count as passed. */
function hurried(): Clock {
  let skippedMs = 0;
  return {
    now: systemClock.now,
    monotonic: () => systemClock.monotonic() + skippedMs,
    schedule(delayMs, run) {
      if (delayMs >= 30_000) return systemClock.schedule(delayMs, run);
      skippedMs += delayMs;
      return systemClock.schedule(0, run);
    },
  };
}

/** What a promise is refused with, which must be an error of the client. */
export async function refusal(promise: Promise<unknown>): Promise<{
  readonly code: string;
  readonly serviceCode: string | undefined;
  readonly status: number | undefined;
  readonly message: string;
  readonly tries: number;
}> {
  try {
    await promise;
  } catch (error) {
    if (!isClientError(error)) throw error;
    const { code, serviceCode, status, message, tries } = error;
    return { code, serviceCode, status, message, tries };
  }
  throw new Error('it did not fail');
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** How often a call came in at the emulator. */
export function callsOf({ emulator }: Pick<ClientService, 'emulator'>, call: string): number {
  return emulator.sls.stats().calls[call] ?? 0;
}

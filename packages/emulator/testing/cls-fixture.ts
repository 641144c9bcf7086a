import { type ClsLogGroupInput, encodeClsLogGroup } from '@polylog/driver-kit';
import { onTestFinished } from 'vitest';
import type { ClsOptions } from '../src/cls/cls.js';
import { type Emulator, type EmulatorOptions, startEmulator } from '../src/emulator.js';
import { type ClsClient, clsClient, type PulledPage, pulled } from './cls-client.js';

export interface ClsFixture extends ClsClient {
  readonly emulator: Emulator;
  /** A pull that has to succeed. */
  page(fields?: object, topic?: string): Promise<PulledPage>;
}

/** An emulator with logset `set` and topic `top`, gone when the test is. */
export async function startClsFixture(
  options: ClsOptions & { readonly partitions?: number; readonly ttlDays?: number } = {},
  more: Partial<EmulatorOptions> = {},
): Promise<ClsFixture> {
  const { partitions = 1, ttlDays = 30, ...cls } = options;
  const emulator = await startEmulator({
    cls: { logsets: { set: { top: { partitions, ttlDays } } }, ...cls },
    ...more,
  });
  const client = clsClient(emulator.cls.endpoint, { now: emulator.clock.now });
  onTestFinished(async () => {
    client.close();
    await emulator.stop();
  });
  return { ...client, emulator, page: async (fields = {}, topic = 'top') => pulled(await client.pull(topic, fields)) };
}

/** A log group of one log. */
export function oneClsLog(text: string, more: Partial<ClsLogGroupInput> = {}): Buffer {
  return encodeClsLogGroup({ logs: [{ time: 1_700_000_000, contents: [['text', text]] }], ...more });
}

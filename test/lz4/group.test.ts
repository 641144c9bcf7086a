import { slsDriver } from '@polylog/alibaba-sls';
import { createConsumer } from '@polylog/core';
import { type Codec, decompressInTurns } from '@polylog/driver-kit';
import { expect, it } from 'vitest';
import { credentials, logstore, project, startEmulatedLog } from '../end-to-end/emulated-log.js';
import { until } from '../end-to-end/until.js';
import { describeNative } from './describe-native.js';

describeNative('a group with `compression: nativeLz4()`', (native) => {
  it('reads every record, and every body with the native module', { timeout: 60_000 }, async () => {
    const log = await startEmulatedLog({ shards: 2 });
    let decoded = 0;
    const counted: Codec = {
      ...native,
      async decompressInTurns(input, options, turns) {
        decoded += 1;
        return await decompressInTurns(native, input, options, turns);
      },
    };
    const seen = new Map<string, string[]>();
    let batches = 0;
    const consumer = createConsumer({
      driver: slsDriver({ endpoint: log.endpoint, project, logstore, credentials, compression: counted }),
      group: 'g',
      start: 'earliest',
      idleMs: 100,
      process(batch) {
        batches += 1;
        const numbers = seen.get(batch.partition) ?? [];
        for (const record of batch.records) numbers.push(record.get('sequence') ?? 'none');
        seen.set(batch.partition, numbers);
      },
    });
    try {
      await log.write(500);
      const running = consumer.run();
      await until(() => [...seen.values()].reduce((sum, numbers) => sum + numbers.length, 0) >= 1_000);
      await consumer.stop();
      await running;
      const all = Array.from({ length: 500 }, (_, number) => String(number));
      expect(Object.fromEntries(seen)).toEqual({ 0: all, 1: all });
      expect(decoded).toBe(batches);
    } finally {
      await consumer.stop();
      await log.stop();
    }
  });
});

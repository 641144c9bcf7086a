import { afterEach, describe, expect, test } from 'vitest';
import { pythonWithClsSdk } from '../../../scripts/peers/python.mjs';
import { until } from '../../end-to-end/until.js';
import { type ClsService, logsetId, startClsService } from '../../tencent-cls/cls-service.js';
import { describeWithPeer } from '../peer.js';
import { type Side, startOwnSide } from '../sides.js';
import { sdk } from './python-script.js';
import { startPythonSide } from './python-side.js';

const started: (Side | ClsService)[] = [];
afterEach(async () => {
  for (const each of started.splice(0).reverse()) await each.stop();
});

/** Records that are read by one member after the other, all of one group, each until it has saved all that there is. */
async function readInTurns(offsetBase: bigint, sides: readonly ((service: ClsService) => Side)[]): Promise<void> {
  const service = await startClsService({ topics: { orders: 1 }, switches: { offsetBase } });
  started.push(service);
  const offset = (): bigint | undefined => service.emulator.cls.consumerGroup(logsetId, 'group').partitions[0]?.offset;
  let written = 0;
  for (const start of sides) {
    const texts = Array.from({ length: 3 }, (_, i) => `record ${written + i}`);
    service.fill(1, texts);
    written += texts.length;
    const side = start(service);
    started.push(side);
    await until(() => side.seen.done.length >= texts.length && offset() === offsetBase + BigInt(written));
    expect(side.seen, 'it goes on exactly where the group stood').toEqual({ done: texts, thrown: [] });
    await side.stop();
    // Whoever comes next need not wait for the session.
    service.emulator.clock.advance(10_000);
  }
}

const ours = (service: ClsService): Side => startOwnSide(service.driver({ maxReadBytes: 1 }), { group: 'group' });

/** One is passed on the way; the last is as close to the end of int64 as the records reach. */
const bases = [2n ** 53n - 2n, 2n ** 53n + 1n, 2n ** 63n - 10n];

describe('offsets that no double holds', () => {
  test.each(bases)('from %i: ours reads, saves, and goes on where it stood', { timeout: 60_000 }, async (base) => {
    await readInTurns(base, [ours, ours, ours]);
  });
});

describeWithPeer('offsets that no double holds, beside the Python SDK', sdk, await pythonWithClsSdk(), ({ python }) => {
  const theirs = (service: ClsService): Side =>
    startPythonSide(python, service, { group: 'group', heartbeatSeconds: 1 });

  test.each(bases)('from %i: each goes on where the other stood', { timeout: 60_000 }, async (base) => {
    await readInTurns(base, [ours, theirs, ours]);
  });
});

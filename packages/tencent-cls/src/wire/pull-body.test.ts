import type { LoopTurns } from '@polylog/driver-kit';
import { compressSync } from 'snappy';
import { expect, it } from 'vitest';
import { openPullBody } from './pull-body.js';

const GROUP = Buffer.alloc(64 * 1024, 'log');
const GROUPS = 150;

/** An answer of 13 MB. */
function largeBody(): Buffer {
  const envelope = Buffer.alloc(96);
  envelope.writeInt32BE(130, 0);
  envelope.writeInt32BE(GROUP.length, 92);
  const message = Buffer.concat([envelope, GROUP]).toString('base64');
  return compressSync(JSON.stringify({ Response: { Message: Array(GROUPS).fill(message), NextOffset: 7 } }));
}

const target = (bytes: number): Buffer => Buffer.allocUnsafe(bytes);

it('opens a large body in slices of at most 4 MiB, each in a turn of its own', async () => {
  const taken: number[] = [];
  const turns: LoopTurns = {
    async take(bytes) {
      taken.push(bytes);
    },
  };
  const { nextOffset, groupCount, logGroups } = await openPullBody(largeBody(), {
    maxRawBytes: 2 ** 24,
    target,
    turns,
  });
  expect([nextOffset, groupCount]).toEqual(['7', GROUPS]);
  // Tag and a length of three bytes in front of each.
  expect(logGroups.length).toBe(GROUPS * (GROUP.length + 4));
  expect(logGroups.subarray(-GROUP.length).equals(GROUP)).toBe(true);
  // Once over the bytes to decompress them, once to read them.
  expect(taken.length).toBe(8);
  expect(Math.max(...taken)).toBe(4 * 1024 * 1024);
});

it('ends between two slices when its signal aborts', async () => {
  for (const last of [2, 6]) {
    const controller = new AbortController();
    let slices = 0;
    const turns: LoopTurns = {
      async take() {
        if (++slices === last) controller.abort(new Error('stop'));
      },
    };
    const options = { maxRawBytes: 2 ** 24, target, turns, signal: controller.signal };
    await expect(openPullBody(largeBody(), options)).rejects.toThrow('stop');
    expect(slices).toBe(last);
  }
});

it('takes no memory for a body that claims more than is allowed', async () => {
  const none = (): Buffer => {
    throw new Error('it asked for memory');
  };
  await expect(openPullBody(largeBody(), { maxRawBytes: 2 ** 23, target: none })).rejects.toMatchObject({
    code: 'corrupt-data',
  });
});

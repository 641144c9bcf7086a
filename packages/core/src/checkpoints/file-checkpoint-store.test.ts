import { setMaxListeners } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open as openFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { linesUntilKilled } from '../../test-fixtures/killed-child.js';
import type { Checkpoint } from '../driver.js';
import { deferred } from '../flow/deferred.js';
import { type Position, toPosition } from '../position.js';
import { encodeSave, encodeSnapshot } from './checkpoint-lines.js';
import type { CheckpointStore } from './checkpoint-store.js';
import { createFileCheckpointStore } from './file-checkpoint-store.js';

let folder: string;
let path: string;
const open: CheckpointStore[] = [];
const { signal } = new AbortController();
setMaxListeners(0, signal);
const options = { signal };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polylog-checkpoints-'));
  path = join(folder, 'checkpoints');
});
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  rmSync(folder, { recursive: true });
});

function storeAt(at: string = path): CheckpointStore {
  const store = createFileCheckpointStore({ path: at });
  open.push(store);
  return store;
}

const at = (partition: string, position: string): Checkpoint => ({ partition, position: toPosition(position) });
const map = (entries: Record<string, string>): Map<string, Position> =>
  new Map(Object.entries(entries).map(([id, position]) => [id, toPosition(position)]));

test('what was saved is there in the next process, the latest of each partition, and only what was asked for', async () => {
  const first = storeAt();
  expect(await first.load(['0', '1'], options)).toEqual(new Map());
  await first.save([at('0', 'a'), at('1', 'a'), at('2', 'a')], options);
  await first.save([at('0', 'b'), at('0', 'c')], options);
  expect(await first.load(['0', '1', '9'], options)).toEqual(map({ 0: 'c', 1: 'a' }));
  await first.close();
  expect(await storeAt().load(['0', '1', '9'], options)).toEqual(map({ 0: 'c', 1: 'a' }));
});

test('ids and positions are any text', async () => {
  const text = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 20 });
  const save = fc.array(fc.tuple(text, text), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(save, { maxLength: 4 }), async (saves) => {
      rmSync(path, { force: true });
      const expected = new Map(saves.flat());
      const store = storeAt();
      await Promise.all(
        saves.map((pairs) =>
          store.save(
            pairs.map(([id, position]) => at(id, position)),
            options,
          ),
        ),
      );
      await store.close();
      expect(await store.load([...expected.keys()], options)).toEqual(expected);
      await store.close();
    }),
    { numRuns: 60 },
  );
});

test('saves that come together share one write', async () => {
  const store = storeAt();
  await store.load([], options);
  const before = readFileSync(path, 'utf8').split('\n').length;
  await Promise.all(Array.from({ length: 50 }, (_, i) => store.save([at(String(i), 'x')], options)));
  expect(readFileSync(path, 'utf8').split('\n').length).toBe(before + 1);
});

test('what was appended is compacted at the next start', async () => {
  const store = storeAt();
  for (let i = 0; i < 20; i++) await store.save([at('0', `position ${i}`)], options);
  await store.close();
  await storeAt().load([], options);
  expect(readFileSync(path)).toEqual(encodeSnapshot(map({ 0: 'position 19' })));
});

test('a file that has grown far beyond what it needs is compacted while it is open', async () => {
  const store = storeAt();
  const long = 'x'.repeat(300_000);
  for (let i = 0; i < 12; i++) await store.save([at('0', `${i}${long}`)], options);
  await store.save([at('1', 'a')], options);
  expect(readFileSync(path).length).toBeLessThan(9 * 300_000);
  await store.close();
  expect(await storeAt().load(['0', '1'], options)).toEqual(map({ 0: `11${long}`, 1: 'a' }));
});

test('an aborted save rejects with the reason and is not written if its write has not begun', async () => {
  const store = storeAt();
  await store.load([], options);
  const abort = new AbortController();
  const save = store.save([at('0', 'a')], { signal: abort.signal });
  abort.abort('enough');
  await expect(save).rejects.toBe('enough');
  await expect(store.save([at('0', 'a')], { signal: abort.signal })).rejects.toBe('enough');
  await store.close();
  expect(await storeAt().load(['0'], options)).toEqual(new Map());
});

test('close waits for the saves under way', async () => {
  const store = storeAt();
  const save = store.save([at('0', 'a')], options);
  await store.close();
  await save;
  expect(readdirSync(folder)).toEqual(['checkpoints']);
  expect(await storeAt().load(['0'], options)).toEqual(map({ 0: 'a' }));
});

describe('a damaged file', () => {
  const whole = Buffer.concat([
    encodeSnapshot(map({ 0: 'first', 1: 'first' })),
    encodeSave(map({ 0: 'second' })),
    encodeSave(map({ 0: 'third' })),
  ]);
  const lineStarts = [0, ...[...whole.keys()].filter((i) => whole[i] === 0x0a).map((i) => i + 1)];
  const lineOf = (byte: number): number => lineStarts.filter((start) => start <= byte).length;

  test('cut short anywhere behind the snapshot: the torn save is dropped, the ones before it stand', async () => {
    const [secondStart, thirdStart] = [lineStarts[3] as number, lineStarts[4] as number];
    for (let length = secondStart; length <= whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      const store = storeAt();
      // A line is good without its line break too.
      const expected = length >= whole.length - 1 ? 'third' : length >= thirdStart - 1 ? 'second' : 'first';
      expect(await store.load(['0', '1'], options)).toEqual(map({ 0: expected, 1: 'first' }));
      await store.save([at('1', 'new')], options);
      await store.close();
      expect(await store.load(['0', '1'], options)).toEqual(map({ 0: expected, 1: 'new' }));
      await store.close();
    }
  });

  test('cut short inside the snapshot, which no crash can tear: corrupt-data, and nothing is changed', async () => {
    for (let length = 1; length < (lineStarts[3] as number) - 1; length++) {
      writeFileSync(path, whole.subarray(0, length));
      await expect(storeAt().load(['0'], options)).rejects.toMatchObject({ code: 'corrupt-data' });
      expect(readFileSync(path)).toEqual(whole.subarray(0, length));
    }
  });

  // The line break before the last line counts to that one: without it, the last two look like one torn line.
  test('one bit flipped anywhere before the last line: corrupt-data with path and line, never a wrong position', async () => {
    for (let byte = 0; byte < (lineStarts[4] as number) - 1; byte++) {
      const damaged = Buffer.from(whole);
      damaged[byte] = (damaged[byte] as number) ^ 1;
      writeFileSync(path, damaged);
      const error: unknown = await storeAt()
        .load(['0'], options)
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'corrupt-data' });
      const { message } = error as Error;
      expect(message).toContain(`Line ${lineOf(byte)} of the checkpoint file "${path}"`);
      expect(message).not.toMatch(/first"|second|third/);
    }
  });

  test('zeros that a power cut left in place of the last line are dropped', async () => {
    writeFileSync(path, Buffer.concat([whole, Buffer.alloc(500)]));
    expect(await storeAt().load(['0'], options)).toEqual(map({ 0: 'third' }));
  });

  test('a file of somebody else, or of a later version, is refused and left as it is', async () => {
    writeFileSync(path, 'my diary');
    await expect(storeAt().load(['0'], options)).rejects.toMatchObject({ code: 'corrupt-data' });
    await expect(storeAt().save([at('0', 'a')], options)).rejects.toMatchObject({ code: 'corrupt-data' });
    expect(readFileSync(path, 'utf8')).toBe('my diary');
  });

  test('a draft that a crash left behind is no obstacle', async () => {
    writeFileSync(path, whole);
    writeFileSync(`${path}.new`, 'half a dra');
    expect(await storeAt().load(['0'], options)).toEqual(map({ 0: 'third' }));
  });
});

describe('each mistake gives one helpful line', () => {
  test('a missing folder, a folder instead of a file, no path', async () => {
    await expect(storeAt(join(folder, 'missing', 'file')).load([], options)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(`the folder "${join(folder, 'missing')}" does not exist; create it`),
    });
    mkdirSync(path);
    await expect(storeAt().load([], options)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('it is a folder'),
    });
    expect(() => createFileCheckpointStore({ path: '' })).toThrow('Option "path" must be the name');
  });

  test('a folder that may not be written to', async () => {
    chmodSync(folder, 0o555);
    // Root may write everywhere, so for a moment this process is nobody.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      await expect(storeAt().load([], options)).rejects.toMatchObject({ code: 'permission-denied' });
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(folder, 0o700);
    }
  });

  test('a position that is no text, before it is written', async () => {
    const store = storeAt();
    const wrong = { partition: '0', position: undefined as unknown as Position };
    await expect(store.save([wrong], options)).rejects.toMatchObject({ code: 'invalid-argument' });
    await store.save([at('0', 'a')], options);
    await store.close();
    expect(await store.load(['0'], options)).toEqual(map({ 0: 'a' }));
  });

  test('a second consumer of the same file; the first is not disturbed, and the second works once the first is closed', async () => {
    const first = storeAt();
    const second = storeAt();
    await first.save([at('0', 'a')], options);
    await expect(second.load(['0'], options)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: `The checkpoint file "${path}" is in use by this very process; one checkpoint file serves one consumer at a time, so give each its own path.`,
    });
    await first.save([at('0', 'b')], options);
    await first.close();
    expect(await second.load(['0'], options)).toEqual(map({ 0: 'b' }));
  });
});

describe('a disk that is slow or fails', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** What every open file's fsync does from now on. */
  async function onSync(sync: () => Promise<void>): Promise<void> {
    const handle = await openFile(folder, 'r');
    vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'sync').mockImplementation(sync);
    await handle.close();
  }

  test('a save resolves after its fsync, not before', async () => {
    const store = storeAt();
    await store.load([], options);
    const synced = deferred<void>();
    const asked = deferred<void>();
    await onSync(() => {
      asked.resolve();
      return synced.promise;
    });
    let resolved = false;
    const save = store.save([at('0', 'a')], options).then(() => (resolved = true));
    await asked.promise;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(resolved).toBe(false);
    synced.resolve();
    await save;
  });

  test.each(['EIO', 'ENOSPC'])(
    '%s fails the save so that it is tried again, and the next one goes through',
    async (code) => {
      const store = storeAt();
      await store.save([at('0', 'a'), at('1', 'a')], options);
      await onSync(() => Promise.reject(Object.assign(new Error(`${code}: planted`), { code })));
      await expect(store.save([at('0', 'b')], options)).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining(`Cannot use the checkpoint file "${path}"`),
      });
      // Opening it anew needs the disk too.
      await expect(store.save([at('0', 'b')], options)).rejects.toMatchObject({ code: 'unavailable' });
      vi.restoreAllMocks();
      await store.save([at('0', 'c')], options);
      await store.close();
      expect(await store.load(['0', '1'], options)).toEqual(map({ 0: 'c', 1: 'a' }));
    },
  );
});

test('kill -9 at any moment takes back no confirmed save and damages nothing', { timeout: 60_000 }, async () => {
  const seed = Number(process.env.POLYLOG_SEED ?? Date.now() % 2 ** 31);
  console.log(`POLYLOG_SEED=${seed}`);
  const moments = fc.sample(
    fc.record({ delayMs: fc.integer({ min: 0, max: 60 }), length: fc.constantFrom(1, 20_000) }),
    {
      seed,
      numRuns: 20,
    },
  );
  const partitions = ['0', 'a\nb', '\t日志', '\ud800'];
  const confirmed = [0, 0, 0, 0];
  let saves = 0;
  for (const { delayMs, length } of moments) {
    const [, ...lines] = await linesUntilKilled('save-without-end.mjs', [path, String(length)], delayMs);
    for (const line of lines) {
      const [index, number] = line.split(' ').map(Number) as [number, number];
      confirmed[index] = number;
    }
    saves += lines.length;
    const store = storeAt();
    const found = await store.load(partitions, options);
    for (const [index, id] of partitions.entries()) {
      const number = Number.parseInt(found.get(id) ?? '0', 10);
      // One more may be on the disk that could not be confirmed any more.
      expect(number - (confirmed[index] as number), `seed ${seed}, partition ${index}`).toBeOneOf([0, 1]);
      confirmed[index] = number;
    }
    await store.close();
  }
  expect(saves).toBeGreaterThan(100);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFile } from './lock-file.js';
import { ownIdentity, stateOf } from './process-identity.js';

let folder: string;
let path: string;
let lockPath: string;
const nonce = '00000000-0000-0000-0000-000000000000';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polylog-lock-'));
  path = join(folder, 'file');
  lockPath = `${path}.lock`;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'close');
  return child.pid as number;
}

test('one of many gets the lock, the others are told who has it; after the release the next one gets it', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockFile('file', path)));
  const locks = tries.filter((each) => each.status === 'fulfilled');
  expect(locks).toHaveLength(1);
  expect(readdirSync(folder)).toEqual(['file.lock']);
  await locks[0]?.value.release();
  expect(readdirSync(folder)).toEqual([]);
  await (await lockFile('file', path)).release();
});

describe('a lock that was left behind is taken over', () => {
  test('by one of many that find it at once, and nothing else stays behind', async () => {
    for (let round = 0; round < 20; round++) {
      writeFileSync(lockPath, JSON.stringify({ pid: await deadPid(), host: hostname(), nonce }));
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFile('file', path)));
      const locks = tries.filter((each) => each.status === 'fulfilled');
      expect(locks).toHaveLength(1);
      await locks[0]?.value.release();
      expect(readdirSync(folder)).toEqual([]);
    }
  }, 30_000);

  test('also if the process that was taking it over was killed', async () => {
    const holder = { pid: await deadPid(), host: hostname() };
    const second = '11111111-1111-1111-1111-111111111111';
    writeFileSync(lockPath, JSON.stringify({ ...holder, nonce }));
    writeFileSync(`${lockPath}.${nonce}.lock`, JSON.stringify({ ...holder, nonce: second }));
    await (await lockFile('file', path)).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.runIf(process.platform === 'linux')(
    'also if its number belongs to another process now, even to this one',
    async () => {
      for (const pid of [process.pid, process.ppid]) {
        writeFileSync(lockPath, JSON.stringify({ pid, host: hostname(), started: 'an earlier boot/1', nonce }));
        await (await lockFile('file', path)).release();
      }
    },
  );
});

describe('a lock is respected', () => {
  test.each([
    ['of a running process', { pid: process.ppid, host: hostname() }, `is in use by process ${process.ppid};`],
    ['of another host', { pid: 1, host: 'elsewhere' }, 'is in use by process 1 on host "elsewhere";'],
  ])('%s', async (_, holder, message) => {
    writeFileSync(lockPath, JSON.stringify({ ...holder, nonce }));
    await expect(lockFile('file', path)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(message),
    });
    expect(JSON.parse(readFileSync(lockPath, 'utf8'))).toMatchObject(holder);
  });

  test.each(['', 'x', 'null', '{"pid":-1}', `{"pid":1,"host":"x","nonce":"../../x"}`])(
    'that cannot be read: %j',
    async (content) => {
      writeFileSync(lockPath, content);
      await expect(lockFile('file', path)).rejects.toMatchObject({
        code: 'invalid-argument',
        message: `The file "${path}" is locked by "${lockPath}", which cannot be read; if nobody uses the file, delete the lock.`,
      });
    },
  );
});

test('a release leaves the lock of somebody else alone', async () => {
  const lock = await lockFile('file', path);
  writeFileSync(lockPath, JSON.stringify({ pid: 1, host: 'elsewhere', nonce }));
  await lock.release();
  expect(existsSync(lockPath)).toBe(true);
});

test('a killed process is gone as soon as it is dead, also before its parent has looked', async () => {
  expect(await stateOf(await ownIdentity())).toBe('runs');
  expect(await stateOf({ pid: await deadPid(), host: hostname() })).toBe('gone');
  expect(await stateOf({ pid: process.pid, host: 'elsewhere' })).toBe('elsewhere');
});

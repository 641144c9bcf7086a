import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { scratchDirectory } from '../../testing/kept-walk.js';
import { type Emulator, type EmulatorOptions, startEmulator } from '../emulator.js';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const store = { sls: { projects: { proj: { store: { shards: 1 } } } } } as const;

interface Opened {
  readonly emulator: Emulator;
  readonly notices: readonly string[];
}

async function open(directory: string, more: EmulatorOptions = {}, maxFileBytes?: number): Promise<Opened> {
  const notices: string[] = [];
  const data = { directory, notice: (line: string) => notices.push(line) };
  const emulator = await startEmulator({
    ...store,
    ...more,
    data: { ...data, ...(maxFileBytes === undefined ? {} : { maxFileBytes }) },
  });
  onTestFinished(emulator.stop);
  return { emulator, notices };
}
function put(emulator: Emulator, text: string, logstore = 'store'): void {
  emulator.sls.put('proj', logstore, { logs: [{ timeSeconds: 1, contents: [['content', text]] }] });
}
const kept = ({ sls }: Emulator, logstore = 'store'): number => sls.shards('proj', logstore)[0]?.keptGroups ?? -1;
const filesIn = (directory: string): string[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.log'))
    .sort();

/** A directory with three puts in one file, and that file. */
async function filled(): Promise<{ readonly directory: string; readonly file: string }> {
  const directory = scratchDirectory();
  const { emulator } = await open(directory);
  for (const text of ['one', 'two', 'three']) put(emulator, text);
  await emulator.stop();
  return { directory, file: join(directory, filesIn(directory)[0] as string) };
}
/** Where each entry begins. */
function entriesIn(bytes: Buffer): number[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf('\n') + 1; at < bytes.length; at += 16 + bytes.readUInt32LE(at)) starts.push(at);
  return starts;
}

test('an entry that was never finished, wherever its writer was killed, is cut off and told in one line; the rest is kept', async () => {
  const { directory, file } = await filled();
  const whole = readFileSync(file);
  const last = entriesIn(whole).at(-1) as number;
  for (const end of [last + 1, last + 15, last + 16, last + 17, whole.length - 1]) {
    writeFileSync(file, whole.subarray(0, end));
    const { emulator, notices } = await open(directory);
    expect([kept(emulator), notices.length]).toEqual([2, 1]);
    expect(notices[0]).toContain(
      `cut off ${end - last} bytes of an entry that was never finished, at byte ${last} of ${file}`,
    );
    put(emulator, 'three again');
    await emulator.stop();
    const { emulator: again, notices: nothing } = await open(directory);
    expect([kept(again), nothing]).toEqual([3, []]);
    await again.stop();
  }
});

test('one bit flipped anywhere in an entry: an error with the file and the place, and the file stays as it is', async () => {
  const { directory, file } = await filled();
  const whole = readFileSync(file);
  for (const start of entriesIn(whole)) {
    for (const at of [start, start + 3, start + 5, start + 9, start + 16, start + 30]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ 64;
      writeFileSync(file, bytes);
      await expect(open(directory), `bit of byte ${at}`).rejects.toMatchObject({
        name: 'DataError',
        code: 'damaged',
        file,
        offset: start,
      });
      expect(readFileSync(file).equals(bytes)).toBe(true);
    }
  }
});

test('a file of another version, and one that is none of ours, are refused by name', async () => {
  const { directory, file } = await filled();
  writeFileSync(file, 'polylog-emulator-data 2\n');
  await expect(open(directory)).rejects.toMatchObject({ code: 'version', file });
  writeFileSync(file, 'something else');
  await expect(open(directory)).rejects.toMatchObject({ code: 'damaged', file, offset: 0 });
});

test('a file that is gone from the middle is noticed', async () => {
  const directory = scratchDirectory();
  const { emulator } = await open(directory, {}, 2_000);
  for (let i = 0; i < 100; i++) put(emulator, `text ${i}`.padEnd(200));
  await emulator.stop();
  const [, second = ''] = filesIn(directory);
  unlinkSync(join(directory, second));
  await expect(open(directory)).rejects.toMatchObject({ code: 'damaged' });
});

test('a directory that another emulator has is refused with its process; what a killed one has locked is taken', async () => {
  const directory = scratchDirectory();
  const { emulator } = await open(directory);
  await expect(open(directory)).rejects.toMatchObject({
    code: 'locked',
    message: expect.stringContaining('this very process'),
  });
  const other = await promisify(execFile)(process.execPath, [main, '--data', directory]).catch((error) => error);
  expect([other.code, other.stderr]).toEqual([1, expect.stringContaining(`is in use by process ${process.pid}`)]);
  await emulator.stop();
  const lock = JSON.stringify({ pid: 4_194_305, host: hostname(), nonce: crypto.randomUUID() });
  writeFileSync(join(directory, 'lock'), `${lock}\n`);
  await open(directory);
});

test('a directory that cannot be made is refused', async () => {
  const file = join(scratchDirectory(), 'file');
  writeFileSync(file, '');
  await expect(open(join(file, 'data'))).rejects.toMatchObject({ name: 'DataError', code: 'unusable' });
});

test('files go on in new ones; those of a deleted logstore and of expired logs are removed, and cursors stay', async () => {
  const directory = scratchDirectory();
  const two = { sls: { projects: { proj: { store: { shards: 1 }, other: { shards: 1 } } } } };
  const { emulator } = await open(directory, two, 20_000);
  put(emulator, 'first');
  const fill = (logstore: string): void => {
    for (let i = 0; i < 100; i++) put(emulator, `text ${i}`.padEnd(1_000), logstore);
  };
  fill('other');
  fill('store');
  const before = filesIn(directory).length;
  expect(before).toBeGreaterThan(8);
  const { endCursor } = emulator.sls.shards('proj', 'store')[0] ?? {};
  emulator.sls.expire('proj', 'store', { all: true });
  fill('other');
  const after = filesIn(directory).length;
  expect(after).toBeLessThan(before + 6);
  await emulator.stop();

  const { emulator: again } = await open(directory, two, 20_000);
  expect(kept(again)).toBe(0);
  expect(kept(again, 'other')).toBe(200);
  expect(again.sls.shards('proj', 'store')[0]).toMatchObject({ beginCursor: endCursor, endCursor });
});

test('documents that are written over and over do not fill the disk', async () => {
  const directory = scratchDirectory();
  const { emulator } = await open(directory, { lts: { logGroups: { demo: { orders: {} } } } });
  for (let i = 0; i < 12_000; i++) {
    emulator.lts.createConsumerGroup({ logGroup: 'demo', logStream: 'orders', group: 'g' });
    emulator.lts.deleteConsumerGroup('demo', 'orders', 'g');
  }
  const bytes = filesIn(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
  expect(bytes).toBeLessThan(1.5 * 1024 * 1024);
});

test("with the disk full a put is refused with the service's 500 and leaves nothing; what was stored before is there", {
  timeout: 60_000,
}, async () => {
  const directory = scratchDirectory();
  const script = fileURLToPath(new URL('../../testing/full-disk.mjs', import.meta.url));
  // No file may grow beyond 200 KiB: to a program that is as a full disk, and nobody has to fill one.
  const run = promisify(execFile)('sh', ['-c', `ulimit -f 400; exec "${process.execPath}" "${script}" "${directory}"`]);
  const { stdout } = await run;
  const told = JSON.parse(stdout) as { stored: number; refused: { status: number; code: string }[]; kept: number };
  expect(told.stored).toBeGreaterThan(3);
  expect(told.refused).toEqual(Array.from({ length: 3 }, () => ({ status: 500, code: 'InternalServerError' })));
  expect(told.kept).toBe(told.stored);
  const { emulator, notices } = await open(directory);
  expect([kept(emulator), notices]).toEqual([told.stored, []]);
});

import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { byteRecord } from '../../test-fixtures/byte-record.js';
import { linesUntilKilled } from '../../test-fixtures/killed-child.js';
import { toPosition } from '../position.js';
import { type DeadLetter, deadLetterOf } from './dead-letter.js';
import { encodeDeadLetter } from './dead-letter-line.js';
import type { DeadLetterSink } from './dead-letter-sink.js';
import { createFileDeadLetterSink } from './file-dead-letter-sink.js';
import { readDeadLetters, type TornLine } from './read-dead-letters.js';

let folder: string;
let path: string;
const open: DeadLetterSink[] = [];
const { signal } = new AbortController();
const options = { signal };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polylog-dead-letters-'));
  path = join(folder, 'letters.jsonl');
});
afterEach(async () => {
  for (const sink of open.splice(0)) await sink.close?.();
  rmSync(folder, { recursive: true });
});

function sinkAt(at: string = path): DeadLetterSink {
  const sink = createFileDeadLetterSink({ path: at });
  open.push(sink);
  return sink;
}

function letter(id: string, text = 'x', more: readonly [string, Uint8Array][] = []): DeadLetter {
  return deadLetterOf(byteRecord([['text', Buffer.from(text)], ...more], { id }), {
    provider: 'memory',
    stream: 'log',
    partition: '0',
    batchStart: toPosition('x'),
    thrown: new Error('planted'),
    attempts: 5,
    parkedAtMs: 1,
  });
}

async function readAll(onTornLine?: (line: TornLine) => void): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for await (const each of readDeadLetters(path, onTornLine && { onTornLine })) letters.push(each);
  return letters;
}

test('letters come back as they were written, in order, over many openings', async () => {
  const written: DeadLetter[] = [];
  for (let i = 0; i < 3; i++) {
    const sink = sinkAt();
    const letters = [
      letter(`${i}/0`),
      letter(`${i}/1`, 'line\nbreak\r\u2028日志\0'),
      letter(`${i}/2`, 'x'.repeat(200_000)),
    ];
    await sink.write(letters, options);
    written.push(...letters);
    await sink.close?.();
  }
  expect(await readAll()).toEqual(written);
  expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(9);
});

test('any record goes through the file without loss', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  );
  const fields = fc.array(fc.tuple(fc.string({ unit: 'binary' }), bytes), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fields, { maxLength: 3 }), { maxLength: 3 }), async (writes) => {
      rmSync(path, { force: true });
      const sink = sinkAt();
      const letters = writes.map((records) => records.map((record) => letter('', 'x', record)));
      await sink.open?.(options);
      await Promise.all(letters.map((each) => sink.write(each, options)));
      await sink.close?.();
      expect(await readAll()).toEqual(letters.flat());
    }),
    { numRuns: 60 },
  );
});

test('a file that may hold what the records held is readable by its owner only', async () => {
  await sinkAt().open?.(options);
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('an aborted write rejects with the reason and writes nothing if it has not begun', async () => {
  const sink = sinkAt();
  const abort = new AbortController();
  const write = sink.write([letter('0')], { signal: abort.signal });
  abort.abort('enough');
  await expect(write).rejects.toBe('enough');
  await sink.write([letter('1')], options);
  expect((await readAll()).map(({ id }) => id)).toEqual(['1']);
});

test('a sink may be used again after close, and leaves no lock behind', async () => {
  const sink = sinkAt();
  await sink.write([letter('0')], options);
  await sink.close?.();
  await sink.close?.();
  expect(readdirSync(folder)).toEqual(['letters.jsonl']);
  await sink.write([letter('1')], options);
  expect((await readAll()).map(({ id }) => id)).toEqual(['0', '1']);
});

test('what a crash left of a last line is cut off when the file is opened, wherever it was torn', async () => {
  const first = encodeDeadLetter(letter('0'));
  const second = encodeDeadLetter(letter('1'));
  for (let length = 0; length <= second.length; length += length < second.length - 3 ? 5 : 1) {
    for (const zeros of length < second.length - 1 ? [0, 7] : [0]) {
      writeFileSync(path, Buffer.concat([Buffer.from(first + second.slice(0, length)), Buffer.alloc(zeros)]));
      const sink = sinkAt();
      await sink.write([letter('2')], options);
      await sink.close?.();
      // A line is good without its line break too.
      const expected = length >= second.length - 1 ? ['0', '1', '2'] : ['0', '2'];
      expect((await readAll()).map(({ id }) => id)).toEqual(expected);
    }
  }
});

test('a torn line longer than what is read at once is found whole', async () => {
  const torn = encodeDeadLetter(letter('1', 'x'.repeat(300_000))).slice(0, -5);
  writeFileSync(path, encodeDeadLetter(letter('0')) + torn);
  await sinkAt().write([letter('2')], options);
  expect((await readAll()).map(({ id }) => id)).toEqual(['0', '2']);
});

describe('each mistake gives one helpful line and changes nothing', () => {
  test.each(['my diary', 'my diary\n', '{"format":"polylog-dead-letter/1"}\nmy diary', '\0\0binary'])(
    'a file of somebody else: %j',
    async (content) => {
      writeFileSync(path, content);
      await expect(sinkAt().open?.(options)).rejects.toMatchObject({
        code: 'invalid-argument',
        message: expect.stringContaining('holds something else; nothing was changed'),
      });
      expect(readFileSync(path, 'utf8')).toBe(content);
    },
  );

  test('a missing folder, found when the sink is opened', async () => {
    await expect(sinkAt(join(folder, 'missing', 'x')).open?.(options)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('does not exist; create it'),
    });
  });

  test('a second sink on the same file', async () => {
    await sinkAt().open?.(options);
    await expect(sinkAt().write([letter('0')], options)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('is in use by this very process'),
    });
  });
});

describe('the reader', () => {
  test('skips a torn last line and reports it', async () => {
    writeFileSync(path, encodeDeadLetter(letter('0')));
    appendFileSync(path, encodeDeadLetter(letter('1')).slice(0, 30));
    const torn: TornLine[] = [];
    expect((await readAll((line) => torn.push(line))).map(({ id }) => id)).toEqual(['0']);
    expect(torn).toEqual([{ lineNumber: 2, bytes: 30 }]);
  });

  test('stops at any other bad line with its number and none of its content', async () => {
    const good = encodeDeadLetter(letter('0'));
    for (const bad of [`${good.slice(0, 40)}\n`, '\n', 'planted\n', 'planted']) {
      writeFileSync(path, good + bad);
      const error: unknown = await readAll().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'corrupt-data' });
      expect((error as Error).cause).toBeUndefined();
      expect((error as Error).message).toBe(
        `Line 2 of the dead-letter file "${path}" is not a dead letter; the 1 before it are good.`,
      );
    }
  });

  test('says that there is no file, obeys its signal, and lets go of the file when it is left early', async () => {
    await expect(readAll()).rejects.toMatchObject({
      code: 'invalid-argument',
      message: /There is no dead-letter file/,
    });
    writeFileSync(path, encodeDeadLetter(letter('0')).repeat(3));
    const abort = new AbortController();
    const reading = readDeadLetters(path, { signal: abort.signal });
    await reading.next();
    abort.abort('enough');
    await expect(reading.next()).rejects.toBe('enough');
    for await (const each of readDeadLetters(path)) {
      expect(each.id).toBe('0');
      break;
    }
    const handles = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
    for (let i = 0; i < 20; i++) for await (const _ of readDeadLetters(path)) break;
    if (handles > 0) expect(readdirSync('/proc/self/fd').length).toBeLessThan(handles + 10);
  });
});

test('kill -9 at any moment takes back no confirmed letter and damages nothing', { timeout: 60_000 }, async () => {
  const seed = Number(process.env.POLYLOG_SEED ?? Date.now() % 2 ** 31);
  console.log(`POLYLOG_SEED=${seed}`);
  const moment = fc.record({ delayMs: fc.integer({ min: 0, max: 60 }), length: fc.constantFrom(1, 300_000) });
  const confirmed: string[] = [];
  for (const [round, { delayMs, length }] of fc.sample(moment, { seed, numRuns: 20 }).entries()) {
    const args = [path, String(round), String(length)];
    const [, ...ids] = await linesUntilKilled('park-without-end.mjs', args, delayMs);
    confirmed.push(...ids);
    await sinkAt().open?.(options);
    const found = new Set(
      (await readAll((line) => expect.fail(`torn after opening: ${line.bytes} bytes`))).map(({ id }) => id),
    );
    expect(
      confirmed.filter((id) => !found.has(id)),
      `seed ${seed}`,
    ).toEqual([]);
    for (const sink of open.splice(0)) await sink.close?.();
  }
  expect(confirmed.length).toBeGreaterThan(50);
});

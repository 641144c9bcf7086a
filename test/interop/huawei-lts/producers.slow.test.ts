import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConsumer, type LogRecord } from '@polylog/core';
import { writeJson } from '@polylog/driver-kit';
import { ltsDriver } from '@polylog/huawei-lts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { javaProgram } from '../../../scripts/peers/java-program.mjs';
import { credentials, region, stream } from '../../huawei-lts/lts-service.js';
import { describeWithPeer, programPeer } from '../peer.js';
import { patience, runScript } from '../script.js';
import { type EmulatedRegion, startEmulatedRegion } from './emulated-region.js';

interface Item {
  readonly labels: Readonly<Record<string, unknown>>;
  readonly lines: readonly { readonly timeNs: bigint; readonly text: string }[];
}

/** The service drops what is older than two days. The last digits are lost in a double. */
const startNs = BigInt(Date.now()) * 1_000_000n + 123_457n;
const linesOf = (texts: readonly string[]): Item['lines'] =>
  texts.map((text, i) => ({ timeNs: startNs + BigInt(i), text }));

const items: readonly Item[] = [
  {
    labels: {
      app: 'orders',
      区域: '广州 😀',
      empty: '',
      'quoted "\\': '<b> & \u2028 "\\\r\n\t',
      count: 7,
      large: 9_007_199_254_740_993n,
      yes: true,
    },
    lines: linesOf(['GET /items/1 日志', '', 'a\r\nb\t"\\ <>& 😀 \u2028', `${'日志 '.repeat(30_000)}end`]),
  },
  { labels: {}, lines: linesOf(['no label at all']) },
];
const many: readonly Item[] = Array.from({ length: 20 }, (_, i) => ({
  labels: { item: String(i) },
  lines: linesOf(Array.from({ length: 500 }, (_, j) => `line ${i} ${j}`)),
}));

/** What records must be. A label that is no text is the JSON that stands there. */
const recordsOf = (given: readonly Item[], added: Readonly<Record<string, unknown>>): readonly object[] =>
  given.flatMap(({ labels, lines }) => {
    const shown = Object.entries(labels).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : writeJson(value),
    ]);
    return lines.map(({ timeNs, text }) => ({
      ...{ timeNs, body: text },
      entries: {
        ...Object.fromEntries(shown),
        ...{ log_content: text, __time__: String(timeNs / 1_000_000n), lineNum: String(timeNs) },
        ...{ collectTime: expect.stringMatching(/^\d{13}$/), category: 'LTS' },
        ...added,
      },
    }));
  });

function seen(record: LogRecord): object {
  const { timeNs, body } = record;
  const entries = [...record.entries()];
  expect(new Set(entries.map(([name]) => name)).size, 'no name comes twice').toBe(entries.length);
  return { timeNs, body, entries: Object.fromEntries(entries) };
}

let place: EmulatedRegion;
beforeEach(async () => {
  place = await startEmulatedRegion();
});
afterEach(() => place.stop());

/** Everything in the log stream, as a consumer of ours is handed it. */
async function readAll(count: number): Promise<readonly object[]> {
  const read: object[] = [];
  const enough = new AbortController();
  const driver = ltsDriver({ region, endpoint: place.emulator.lts.endpoint, ...stream, credentials });
  const consumer = createConsumer({
    driver,
    group: 'readers',
    start: 'earliest',
    idleMs: 100,
    logger: 'silent',
    process(batch) {
      for (const record of batch.records) read.push(seen(record));
      if (read.length >= count) enough.abort();
    },
  });
  try {
    await consumer.run({ signal: enough.signal });
  } finally {
    await consumer.stop();
    await driver.close?.();
  }
  return read;
}

const java = await programPeer(() => javaProgram(new URL('java/', import.meta.url), 'Producer'));

describeWithPeer('what the Java SDK writes, ours reads', 'maven: io.github.huaweicloud:lts-sdk-java', java, (peer) => {
  /** It speaks HTTPS to the names of its region, whatever the certificate. */
  async function write(given: readonly Item[], keys: typeof credentials = credentials): Promise<void> {
    const file = join(place.folder, 'items.json');
    const logs = given.map(({ labels, lines }) => ({ labels: writeJson(labels), lines }));
    await writeFile(file, writeJson(logs));
    await runScript(peer.command, {
      settings: { region, ...stream, ...keys, items: file },
      environment: { JDK_JAVA_OPTIONS: `"-Djdk.net.hosts.file=${place.hostsFile}"` },
    });
  }

  test('every field of every record', patience, async () => {
    await write(items);
    // It tells where it runs.
    const expected = recordsOf(items, { hostIP: expect.stringMatching(/./) });
    const read = await readAll(expected.length);
    expect(read).toEqual(expect.arrayContaining([...expected]));
    expect(read).toHaveLength(expected.length);
    expect(place.emulator.lts.stats().statuses).toEqual({ 200: expect.any(Number) });
  });

  test('ten thousand at once, each of them once', patience, async () => {
    await write(many);
    const expected = many.flatMap(({ lines }) => lines.map(({ text }) => text));
    const read = await readAll(expected.length);
    const texts = read.map((record) => (record as { readonly body: string }).body);
    expect(texts.sort()).toEqual(expected.sort());
  });

  test('and a wrong secret is refused', patience, async () => {
    await expect(write(items, { ...credentials, secretAccessKey: 'wrong' })).rejects.toThrow('APIGW.0301');
  });
});

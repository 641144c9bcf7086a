import { createConsumer, type LogRecord } from '@polylog/core';
import { defaultAccessKey, type Emulator, startEmulator } from '@polylog/emulator';
import { clsDriver } from '@polylog/tencent-cls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { goSdk, javaSdk, runProgram } from './sdk-programs.js';

const region = 'ap-guangzhou';
const logsetId = '0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89';
const topicId = '6f6ded3f-948c-4616-9c7c-956a95d8c1a3';
const credentials = { accessKeyId: defaultAccessKey.id, secretAccessKey: defaultAccessKey.secret };

interface Log {
  readonly time: number;
  readonly contents: readonly (readonly [name: string, value: string])[];
}

/** In each unit that the SDKs' users write times in, and what it is in nanoseconds. */
const times = [
  [1_700_000_000, 1_700_000_000_000_000_000n],
  [1_700_000_000_123, 1_700_000_000_123_000_000n],
  [1_700_000_000_123_456, 1_700_000_000_123_456_000n],
] as const;
const logs: readonly Log[] = times.map(([time], i) => ({
  time,
  contents: [
    ['__CONTENT__', `GET /items/${i} 日志`],
    ['empty', ''],
    ['line', 'a\r\nb\t"\\ 😀'],
    ['twice', 'first'],
    ['twice', 'second'],
    ['long', 'abcdefgh'.repeat(1_000)],
  ],
}));
/** Nothing in it comes twice, so that LZ4 gains nothing; the Go SDK then writes a block of its own. */
const incompressible: Log = { time: 1_700_000_000, contents: [['k', 'v']] };

/** What a record must be, whoever wrote it. */
function recordOf({ time, contents }: Log, group: object): object {
  const timeNs = times.find(([known]) => known === time)?.[1];
  return { timeNs, entries: contents.map(([name, value]) => [name, value]), ...group };
}

function seen(record: LogRecord): object {
  const { timeNs, body, source, host, path, tags } = record;
  expect(body).toBe(record.get('__CONTENT__'));
  return { timeNs, entries: [...record.entries()], source, host, path, tags: Object.fromEntries(tags) };
}

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator({ cls: { logsets: { [logsetId]: { [topicId]: { partitions: 2 } } } } });
});
afterEach(() => emulator.stop());

const place = (): object => ({ endpoint: emulator.cls.endpoint, topicId, ...credentials });

/** Everything in the topic, as a consumer of ours is handed it. */
async function readAll(count: number): Promise<readonly object[]> {
  const read: object[] = [];
  const enough = new AbortController();
  const consumer = createConsumer({
    driver: clsDriver({ region, endpoint: emulator.cls.endpoint, logsetId, topicIds: [topicId], credentials }),
    group: 'readers',
    start: 'earliest',
    process(batch) {
      for (const record of batch.records) read.push(seen(record));
      if (read.length >= count) enough.abort();
    },
  });
  try {
    await consumer.run({ signal: enough.signal });
  } finally {
    await consumer.stop();
  }
  return read;
}

describeWithPeer('what the Go SDK writes, ours reads', goSdk.sdk, goSdk.peer, ({ command }) => {
  test.each(['lz4', 'zstd', 'deflate'])('in %s: every field of every record', patience, async (compression) => {
    const groups = [
      {
        packageId: '7CA40B09C561349396D00DC2-0000000000000001',
        ...{ filename: '/var/log/日志.log', source: '10.0.0.7', hostname: 'web-1' },
        tags: [['env', 'prod'] as const, ['区域', '广州'] as const],
        logs: logs.map((log) => ({ ...log, collectTime: 1_700_000_000_456 })),
      },
    ];
    const own = { source: '10.0.0.8', hostname: 'web-2' };
    const settings = { ...place(), compression, groups, async: { ...own, logs } };
    await runProgram(command, 'produce', settings);

    const read = await readAll(2 * logs.length);
    const ofSource = (source: string): readonly object[] =>
      read.filter((each) => 'source' in each && each.source === source);
    expect(ofSource('10.0.0.7')).toEqual(
      logs.map((log) =>
        recordOf(log, {
          ...{ source: '10.0.0.7', host: 'web-1', path: '/var/log/日志.log' },
          tags: { env: 'prod', 区域: '广州', __PKGID__: '7CA40B09C561349396D00DC2-0000000000000001' },
        }),
      ),
    );
    expect(ofSource('10.0.0.8')).toEqual(
      logs.map((log) =>
        recordOf(log, {
          ...{ source: '10.0.0.8', host: 'web-2', path: undefined },
          tags: { __PKGID__: expect.stringMatching(/^[0-9A-F]{16,24}-0{15}1$/) },
        }),
      ),
    );
    expect(emulator.cls.stats().statuses).toEqual({ 200: expect.any(Number) });
  });

  test('in lz4, where it gains nothing', patience, async () => {
    const group = { packageId: '', filename: '', source: '', hostname: '', tags: [], logs: [incompressible] };
    const settings = { ...place(), compression: 'lz4', groups: [group], async: { logs: [incompressible] } };
    await runProgram(command, 'produce', settings);
    const empty = { source: '', host: '', path: '', tags: { __PKGID__: '' } };
    expect(await readAll(2)).toContainEqual(recordOf(incompressible, empty));
  });

  test('and a wrong secret is refused', patience, async () => {
    const settings = { ...place(), secretAccessKey: 'wrong', compression: 'lz4', groups: [], async: { logs: [] } };
    await expect(runProgram(command, 'produce', settings)).rejects.toThrow('AuthFailure.SignatureFailure');
  });
});

describeWithPeer('what the Java SDK writes, ours reads', javaSdk.sdk, javaSdk.peer, ({ command }) => {
  test('every field of every record, by both of its calls', patience, async () => {
    await runProgram(command, 'produce', { ...place(), source: '10.0.0.9', logs });
    const read = await readAll(2 * logs.length);
    // Its synchronous call names no package.
    for (const pkg of ['', expect.stringMatching(/^[0-9A-F]+-0$/)]) {
      expect(read).toEqual(
        expect.arrayContaining(
          logs.map((log) => recordOf(log, { source: '10.0.0.9', host: undefined, path: '', tags: { __PKGID__: pkg } })),
        ),
      );
    }
    expect(read).toHaveLength(2 * logs.length);
  });
});

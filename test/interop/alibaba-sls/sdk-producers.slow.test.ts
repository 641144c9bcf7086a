import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slsDriver } from '@polylog/alibaba-sls';
import { createConsumer } from '@polylog/core';
import { type Emulator, startEmulator } from '@polylog/emulator';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { credentials, logstore, project } from '../../end-to-end/emulated-log.js';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { writeGroups } from './differential/groups-file.js';
import type { TestLog, TestLogGroup } from './differential/log-groups.js';
import { type OpenSdk, sdkPrograms } from './sdk-programs.js';

const nowSeconds = Math.floor(Date.now() / 1_000);
/** Nothing twice, so that records show by themselves which is which. */
const logOf = (i: number, contents: TestLog['contents'] = []): TestLog => ({
  ...{ timeSeconds: nowSeconds - (i % 60), ns: 1 + (i % 999_999_999) },
  contents: [['sequence', String(i)], ...contents],
});
const groups: readonly TestLogGroup[] = [
  {
    ...{ topic: 't-日', source: '10.0.0.7', tags: [] },
    logs: [
      logOf(0, [
        ['empty', ''],
        ['文字', '日志 😀\u2028'],
        ['line', 'a\r\nb\t"\\'],
        ['twice', 'first'],
        ['twice', 'second'],
      ]),
      logOf(1, [['long', 'abcdefgh'.repeat(40_000)]]),
    ],
  },
  { topic: 'many', source: 'web-1', tags: [], logs: Array.from({ length: 5_000 }, (_, i) => logOf(2 + i)) },
];
const expected = groups.flatMap(({ topic, source, logs }) =>
  logs.map(({ timeSeconds, ns = 0, contents }) => ({
    ...{ topic, source, timeNs: BigInt(timeSeconds) * 1_000_000_000n + BigInt(ns) },
    entries: contents,
  })),
);

for (const { language, sdk, peer, open } of sdkPrograms) {
  describeWithPeer(`what the producer of the ${language} SDK writes, ours reads`, sdk, peer, ({ command }) => {
    let opened: OpenSdk;
    let emulator: Emulator;
    let folder: string;

    beforeAll(async () => {
      opened = await open(command);
      folder = await mkdtemp(join(tmpdir(), 'polylog-producers-'));
      await writeGroups(join(folder, 'groups'), groups);
    });
    afterAll(async () => {
      await opened?.stop();
      await rm(folder, { recursive: true, force: true });
    });
    beforeEach(async () => {
      emulator = await startEmulator({
        sls: {
          accessKeys: [{ id: credentials.accessKeyId, secret: credentials.secretAccessKey }],
          projects: { [project]: { [logstore]: { shards: 3 } } },
        },
      });
    });
    afterEach(() => emulator.stop());

    const write = (settings: object): Promise<unknown> =>
      opened.run('produce', { endpoint: emulator.sls.endpoint, groups: join(folder, 'groups'), ...settings });

    test.each(['v1', 'v4'])('every field of every record (%s)', patience, async (signature) => {
      await write({ signature });
      const read = await readAll(expected.length);
      const bySequence = new Map(read.map((record) => [record.entries[0]?.[1], record]));
      expect([...bySequence.keys()].length).toBe(read.length);
      const found = expected.map(({ entries }) => bySequence.get(String(entries[0]?.[1])));
      expect(found).toEqual(expected.map((record) => expect.objectContaining(record)));
      // The number of the batch, by which the service finds what stands before and behind a log.
      for (const { packs } of read) expect(packs).toMatch(/^[0-9A-Za-z]+-[0-9A-Za-z]+$/);
    });

    test.each(['v1', 'v4'])('and a wrong secret is refused (%s)', patience, async (signature) => {
      await expect(write({ signature, secretAccessKey: 'wrong' })).rejects.toThrow('SignatureNotMatch');
    });

    /** Everything in the logstore, as a consumer of ours is handed it. */
    async function readAll(count: number) {
      const read: Array<Record<'topic' | 'source', string | undefined> & Seen> = [];
      const enough = new AbortController();
      await createConsumer({
        driver: slsDriver({ endpoint: emulator.sls.endpoint, project, logstore, credentials }),
        group: 'readers',
        start: 'earliest',
        logger: 'silent',
        process(batch) {
          for (const record of batch.records) {
            const { topic, source, timeNs, tags } = record;
            read.push({ topic, source, timeNs, entries: [...record.entries()], packs: tags.get('__pack_id__') });
          }
          if (read.length >= count) enough.abort();
        },
      }).run({ signal: enough.signal });
      return read;
    }
  });
}

interface Seen {
  readonly timeNs: bigint;
  readonly entries: readonly (readonly [name: string, value: string])[];
  readonly packs: string | undefined;
}

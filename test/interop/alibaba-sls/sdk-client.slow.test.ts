import { createSlsClient, type LogIndex, type SlsClient } from '@polylog/alibaba-sls';
import { type Emulator, startEmulator } from '@polylog/emulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { credentials, logstore, project } from '../../end-to-end/emulated-log.js';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { type OpenSdk, sdkPrograms } from './sdk-programs.js';

type Answer = { readonly kind: 'answered' | 'refused'; readonly answer: unknown };

const ref = { project, logstore };
/** All that both SDKs know of an index. */
const index: LogIndex = {
  line: { token: [',', ' ', ';'], caseSensitive: false, chn: true },
  keys: {
    level: { type: 'text', token: [' '], caseSensitive: true, doc_value: true, chn: false, alias: 'severity' },
    status: { type: 'long', doc_value: true, alias: 'code' },
    seconds: { type: 'double', doc_value: true, alias: 'took' },
  },
};

for (const { language, sdk, peer, open } of sdkPrograms) {
  describeWithPeer(`the client of the ${language} SDK`, sdk, peer, ({ command }) => {
    let opened: OpenSdk;
    let emulator: Emulator;
    let ours: SlsClient;

    beforeAll(async () => {
      opened = await open(command);
    });
    afterAll(() => opened?.stop());
    beforeEach(async () => {
      emulator = await startEmulator({
        sls: { accessKeys: [{ id: credentials.accessKeyId, secret: credentials.secretAccessKey }] },
      });
      ours = createSlsClient({ endpoint: emulator.sls.endpoint, credentials });
    });
    afterEach(async () => {
      await ours.close();
      await emulator.stop();
    });

    /** Makes the calls `[name, arguments]`, and gives what each answered. */
    async function theirs(
      signature: string,
      ...calls: readonly (readonly [name: string, given?: object])[]
    ): Promise<readonly Answer[]> {
      const told = await opened.run('calls', {
        endpoint: emulator.sls.endpoint,
        signature,
        calls: calls.map(([name, given]) => ({ name, ...given })),
      });
      expect(told.map(({ call }) => call)).toEqual(calls.map(([name]) => name));
      return told as unknown as readonly Answer[];
    }
    const answered = (answer: unknown): Answer => ({ kind: 'answered', answer }) as const;
    const refused = (code: string, status: number): object => ({
      kind: 'refused',
      answer: { code, status, requestId: expect.stringMatching(/^[0-9A-F]{24}$/) },
    });

    describe.each(['v1', 'v4'])('signed with %s', (signature) => {
      test('projects, logstores and shards: what it makes, ours reads, and the other way round', patience, async () => {
        const made = { ttlDays: 7, shards: 2, maxSplitShards: 8 };
        const quarter = '4'.padEnd(32, '0');
        const told = await theirs(
          signature,
          ['createProject', { project: 'made-by-sdk', description: 'by the SDK, 日志' }],
          ['createLogstore', { ...made, project: 'made-by-sdk', logstore: 'own' }],
          ['splitShard', { project: 'made-by-sdk', logstore: 'own', shard: 0, key: quarter }],
          ['mergeShards', { project: 'made-by-sdk', logstore: 'own', shard: 2 }],
          ['updateLogstore', { project: 'made-by-sdk', logstore: 'own', ttlDays: 30, shards: 2, maxSplitShards: 8 }],
        );
        expect(told.map(({ kind }) => kind)).toEqual(told.map(() => 'answered'));
        const own = { project: 'made-by-sdk', logstore: 'own' };
        expect(await ours.projects.get(own)).toMatchObject({ name: 'made-by-sdk', description: 'by the SDK, 日志' });
        expect(await ours.logstores.get(own)).toMatchObject({ name: 'own', ttlDays: 30 });
        const { items: shards } = await ours.shards.list(own);
        expect(told[3]?.answer).toContainEqual(expect.objectContaining({ id: shards.at(-1)?.id }));

        await ours.projects.create({ project: 'made-by-ours', description: 'by ours, 日志' });
        const ourStore = { project: 'made-by-ours', logstore: 'own' };
        await ours.logstores.create({ ...ourStore, ttlDays: 9, shardCount: 3, autoSplit: true, maxSplitShards: 16 });
        const [projects, described, stores, store, listed, missing] = await theirs(
          signature,
          ['listProjects'],
          ['getProject', ourStore],
          ['listLogstores', ourStore],
          ['getLogstore', ourStore],
          ['listShards', own],
          ['getLogstore', { ...ourStore, logstore: 'missing' }],
        );
        expect(projects?.answer).toEqual(expect.arrayContaining(['made-by-ours', 'made-by-sdk']));
        expect(described).toMatchObject(
          answered({ name: 'made-by-ours', description: 'by ours, 日志', status: 'Normal' }),
        );
        expect(stores).toMatchObject(answered(['own']));
        expect(store).toMatchObject(
          answered({ name: 'own', ttlDays: 9, shards: 3, maxSplitShards: 16, autoSplit: true }),
        );
        expect(listed).toMatchObject(
          answered(
            shards.map(({ readOnly, createdAtSeconds, ...range }) => ({
              ...range,
              status: readOnly ? 'readonly' : 'readwrite',
            })),
          ),
        );
        expect(missing).toMatchObject(refused('LogStoreNotExist', 404));

        await theirs(signature, ['deleteLogstore', own], ['deleteProject', { project: 'made-by-ours' }]);
        await expect(ours.logstores.get(own)).rejects.toMatchObject({ code: 'not-found' });
        await expect(ours.projects.get(ourStore)).rejects.toMatchObject({ code: 'not-found' });
      });

      test('an index: what it sets, ours reads, and the other way round', patience, async () => {
        makeLogstore();
        const [none, created] = await theirs(signature, ['getIndex'], ['createIndex', { index }]);
        expect(none).toMatchObject({ kind: 'refused', answer: { code: 'IndexConfigNotExist' } });
        expect(created?.kind).toBe('answered');
        expect(await ours.indexes.get(ref)).toMatchObject(index);

        const changed = { ...index, line: { ...index.line, token: ['|'], caseSensitive: true } };
        await ours.indexes.update({ ...ref, index: changed });
        const [read, updated] = await theirs(signature, ['getIndex'], ['updateIndex', { index }]);
        expect(read).toMatchObject(answered(changed));
        expect(updated?.kind).toBe('answered');
        expect(await ours.indexes.get(ref)).toMatchObject(index);
        await theirs(signature, ['deleteIndex']);
        await expect(ours.indexes.get(ref)).rejects.toMatchObject({ code: 'not-found' });
      });

      test(
        'groups, heartbeats and checkpoints: what it sets, ours reads, and the other way round',
        patience,
        async () => {
          makeLogstore();
          const end = await ours.cursors.get({ ...ref, shard: 1, at: 'end' });
          const byThem = { group: 'theirs', timeoutSeconds: 40, inOrder: true };
          const [created, twice, held, saved, forced] = await theirs(
            signature,
            ['createGroup', byThem],
            ['createGroup', byThem],
            ['heartbeat', { group: 'theirs', consumer: 'c-1', held: [] }],
            ['setCheckpoint', { group: 'theirs', consumer: 'c-1', shard: 1, cursor: end, force: false }],
            ['setCheckpoint', { group: 'theirs', consumer: '', shard: 0, cursor: end, force: true }],
          );
          for (const each of [created, saved, forced]) expect(each?.kind).toBe('answered');
          expect(twice).toMatchObject(refused('ConsumerGroupAlreadyExist', 400));
          expect(held?.answer).toEqual(expect.arrayContaining([0, 1]));
          expect((await ours.consumerGroups.list(ref)).items).toEqual([
            { name: 'theirs', timeoutSeconds: 40, inOrder: true },
          ]);
          const points = (await ours.checkpoints.list({ ...ref, group: 'theirs' })).items;
          expect(points.map(({ shard, cursor, savedBy }) => [shard, cursor, savedBy])).toEqual([
            [0, end, undefined],
            [1, end, 'c-1'],
          ]);

          const begin = await ours.cursors.get({ ...ref, shard: 1, at: 'begin' });
          await ours.checkpoints.set({ ...ref, group: 'theirs', shard: 1, cursor: begin, member: 'c-1' });
          await ours.consumerGroups.create({ ...ref, group: 'ours', timeoutSeconds: 25 });
          const [groups, read, lost, unknown] = await theirs(
            signature,
            ['listGroups'],
            ['getCheckpoints', { group: 'theirs' }],
            ['heartbeat', { group: 'theirs', consumer: 'c-2', held: [0] }],
            ['setCheckpoint', { group: 'theirs', consumer: 'c-3', shard: 1, cursor: end, force: false }],
          );
          expect(groups?.answer).toEqual(
            expect.arrayContaining([byThem, { group: 'ours', timeoutSeconds: 25, inOrder: false }]),
          );
          expect(read).toMatchObject(
            answered([
              { shard: 0, cursor: end },
              { shard: 1, cursor: begin, savedBy: 'c-1' },
            ]),
          );
          expect(lost).toMatchObject(refused('NotExistConsumerWithBody', 400));
          expect(unknown).toMatchObject(refused('ConsumerNotExist', 404));

          await theirs(
            signature,
            ['updateGroup', { group: 'ours', timeoutSeconds: 50, inOrder: true }],
            ['deleteGroup', { group: 'theirs' }],
          );
          expect((await ours.consumerGroups.list(ref)).items).toEqual([
            { name: 'ours', timeoutSeconds: 50, inOrder: true },
          ]);
        },
      );

      test('cursors, queries and histograms: it finds what ours put, and as ours finds it', patience, async () => {
        makeLogstore();
        await ours.indexes.create({ ...ref, index });
        const seconds = Math.floor(Date.now() / 1_000) - 60;
        const levels = ['info', 'warn', 'info', 'error'];
        await ours.logs.put({
          ...ref,
          topic: 't-日',
          source: '10.0.0.7',
          hashKey: '0',
          logs: levels.map((level, i) => ({
            time: new Date((seconds + i) * 1_000),
            fields: { level, status: String(500 + i), text: `日志 ${i}` },
          })),
        });
        const span = { fromSeconds: seconds, toSeconds: seconds + 60 };
        const place = { shard: 0 };
        const [begin, end, atTime, found, newest, sql, histogram] = await theirs(
          signature,
          ['getCursor', { ...place, from: 'begin' }],
          ['getCursor', { ...place, from: 'end' }],
          ['getCursor', { ...place, from: String(Math.floor(Date.now() / 1_000) + 600) }],
          ['getLogs', { ...span, query: 'level: info', line: 100, offset: 0 }],
          ['getLogs', { ...span, query: '*', line: 2, offset: 1, reverse: true }],
          ['getLogs', { ...span, query: '* | select count(*) as n', line: 0, offset: 0 }],
          ['getHistograms', { ...span, query: 'level: info' }],
        );
        const cursor = { ...ref, shard: 0 };
        expect(begin).toMatchObject(answered(await ours.cursors.get({ ...cursor, at: 'begin' })));
        expect(end).toMatchObject(answered(await ours.cursors.get({ ...cursor, at: 'end' })));
        expect(atTime).toMatchObject(answered(end?.answer));
        const request = { ...ref, from: new Date(seconds * 1_000), to: new Date((seconds + 60) * 1_000) };
        for (const [answer, asked, count] of [
          [found, { query: 'level: info' }, 2],
          [newest, { query: '*', limit: 2, offset: 1, newestFirst: true }, 2],
        ] as const) {
          const { logs, complete } = await ours.logs.get({ ...request, ...asked });
          expect(logs).toHaveLength(count);
          const rows = logs.map(({ level, status, text }) => ({ level, status, text }));
          expect(answer).toMatchObject(answered({ complete, logs: rows }));
        }
        expect(sql).toMatchObject(answered({ complete: true, logs: [{ n: String(levels.length) }] }));
        const counted = await ours.logs.histogram({ ...request, query: 'level: info' });
        expect(histogram).toMatchObject(answered({ complete: true, count: counted.count }));
        const [at] = await theirs(signature, ['getCursorTime', { ...place, cursor: begin?.answer }]);
        const time = await ours.cursors.time({ ...cursor, cursor: String(begin?.answer) });
        expect(at).toMatchObject(answered(time.getTime() / 1_000));
      });

      test('a wrong secret is refused', patience, async () => {
        const wrong = { endpoint: emulator.sls.endpoint, signature, secretAccessKey: 'wrong' };
        const [told] = await opened.run('calls', { ...wrong, calls: [{ name: 'getLogstore' }] });
        expect(told).toMatchObject(refused('SignatureNotMatch', 401));
      });
    });

    function makeLogstore(): void {
      emulator.sls.createProject(project);
      emulator.sls.createLogstore({ project, logstore, shards: 2 });
    }
  });
}

import { createConsumer } from '@polylog/core';
import { toPosition } from '@polylog/core/driver';
import { cursorByTime, cursorTime, listConsumerGroups, listShards, pushLogs } from '@polylog/huawei-lts/wire';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  bodies,
  failure,
  type LtsService,
  options,
  partition,
  readOptions,
  region,
  spec,
  startLtsService,
  stream,
} from '../../huawei-lts/lts-service.js';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { answerOf, generalSdks, type OpenSdk, openSdk } from './general-sdks.js';
import { onStream } from './python-calls.js';
import { FLAVOURS } from './signed-requests.js';

const onGroup = { ...onStream, consumer_group_name: 'billing' };
const asMember = { ...onGroup, consumer_name: '5f0b1c9e-6a0e-4d0b-9a3d-3f1f1b8f2c11' };
/** Each face takes only the signatures that are its own, for this region and project. */
const strict = { region, projectId: stream.projectId, switches: { signatures: 'own' } } as const;
/** What no double holds. */
const LARGE = 2n ** 53n + 1n;

let service: LtsService;
afterEach(() => service?.stop());

const answer = (status: number, fields: unknown): object => ({ kind: 'answer', status, answer: fields });
const refused = (status: number, code: string): object => ({
  ...{ kind: 'refused', status, code, message: expect.stringMatching(/./) },
  requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
});
const nothing = answer(200, { body: [] });
const done = answer(200, { errorCode: expect.stringMatching(/200$/), errorMessage: expect.any(String) });

for (const { language, sdk, peer } of generalSdks)
  describeWithPeer(`the general ${language} SDK`, sdk, peer, ({ command }) => {
    let opened: OpenSdk;
    beforeAll(() => {
      opened = openSdk({ language, command });
    });
    afterAll(() => opened?.stop());

    test.each(FLAVOURS)(
      '%s: the group that it creates is the one that ours joins, until it deletes it',
      patience,
      async (signature) => {
        service = await startLtsService({ ...strict, consumerGroups: {} });
        const call = opened.client(service, { signature });
        const create = [
          'CreateConsumerGroup',
          { ...onStream, body: { consumer_group_name: 'billing', timeout: 30 } },
        ] as const;
        const group = {
          ...{ consumer_group_name: 'billing', timeout: 30, create_time: expect.any(Number) },
          ...{ project_id: stream.projectId, log_group_id: stream.logGroupId, log_stream_id: stream.logStreamId },
        };
        expect(
          await call(create, create, ['ListConsumerGroup', onStream], ['ListDetailsConsumerGroup', onGroup]),
        ).toEqual([
          answer(201, group),
          refused(400, 'LTS.EMULATOR.GroupExists'),
          answer(200, { body: [group] }),
          nothing,
        ]);
        const connection = service.connect();
        expect(await listConsumerGroups(connection, stream, options())).toEqual([
          { name: 'billing', timeoutSeconds: 30 },
        ]);
        const driver = service.driver();
        const membership = await driver.join(spec({ create: 'never' }), options());
        expect(membership.differences).toEqual([{ setting: 'sessionTimeoutMs', wanted: '60000', inForce: '30000' }]);

        const remove = ['DeleteConsumerGroup', onGroup] as const;
        expect(await call(remove, remove, ['ListConsumerGroup', onStream])).toEqual([
          done,
          refused(404, 'LTS.EMULATOR.GroupNotFound'),
          nothing,
        ]);
        const join = driver.join(spec({ create: 'never' }), options());
        expect(driver.classify(await failure(join)).code).toBe('not-found');
      },
    );

    test('lists the group that ours creates, and where ours stands in it', patience, async () => {
      service = await startLtsService({ ...strict, consumerGroups: {} });
      service.fill(1, ['a', 'b', 'c']);
      const driver = service.driver({ createGroup: true, groupTimeoutMs: 45_000 });
      const enough = new AbortController();
      const consumer = createConsumer({
        ...{ driver, group: 'billing', member: 'ours', create: 'if-missing', start: 'earliest', logger: 'silent' },
        process: () => enough.abort(),
      });
      await consumer.run({ signal: enough.signal });
      await consumer.stop();
      const end = service.emulator.lts.shards(stream.logGroupId, stream.logStreamId)[1]?.endCursor;
      const [groups, detail] = await opened.client(service)(
        ['ListConsumerGroup', onStream],
        ['ListDetailsConsumerGroup', onGroup],
      );
      expect(groups).toMatchObject({ answer: { body: [{ consumer_group_name: 'billing', timeout: 45 }] } });
      const { body: entries } = answerOf(detail);
      expect(entries).toContainEqual(expect.objectContaining({ shard_id: '1', checkpoint: end }));
    });

    test('is a member beside ours: shards are shared, and each reads on where the other stood', patience, async () => {
      const switches = { ...strict.switches, cursors: 'dense', firstCursor: LARGE } as const;
      service = await startLtsService({ ...strict, switches, shards: 4 });
      for (const shard of [0, 1, 2, 3]) service.fill(shard, ['a', 'b', 'c']);
      const driver = service.driver();
      const membership = await driver.join(spec(), options());
      const all = ['0', '1', '2', '3'];
      expect((await membership.heartbeat([], options())).partitions).toEqual(all);

      const call = opened.client(service);
      expect(await call(['ConsumerGroupHeartBeat', { ...asMember, body: [] }]), 'ours still has them').toEqual([
        nothing,
      ]);
      const kept = (await membership.heartbeat(all, options())).partitions;
      expect(kept).toHaveLength(2);
      await membership.heartbeat(kept, options());
      const theirs = all.filter((id) => !kept.includes(id));
      const [shard = ''] = theirs;
      expect(
        await call(
          ['ConsumerGroupHeartBeat', { ...asMember, body: [] }],
          ['UpdateCheckPoint', { ...asMember, body: [{ shard_id: shard, checkpoint: LARGE + 2n }] }],
          ['ListDetailsConsumerGroup', onGroup],
        ),
      ).toEqual([
        answer(200, { body: theirs }),
        done,
        answer(200, {
          body: [
            {
              ...{ shard_id: shard, checkpoint: LARGE + 2n, consumer_name: asMember.consumer_name },
              ...{ consumer_group_name: 'billing', project_id: stream.projectId, update_time: expect.any(Number) },
            },
          ],
        }),
      ]);

      const checkpoint = (await membership.checkpoints([shard], options())).get(shard);
      expect(checkpoint).toMatchObject({ position: String(LARGE + 2n) });
      const batch = await driver.read(partition(shard), toPosition(String(LARGE + 2n)), readOptions());
      expect(bodies(batch)).toEqual(['c']);
      await membership.save([{ partition: shard, position: batch.next }], options());
      batch.release();
      expect(await call(['ListDetailsConsumerGroup', onGroup])).toMatchObject([
        { answer: { body: [{ shard_id: shard, checkpoint: LARGE + 3n }] } },
      ]);
    });

    test('tells the same shards, cursors and times as ours', patience, async () => {
      service = await startLtsService({ ...strict, shards: 3 });
      service.fill(2, ['a']);
      service.emulator.clock.advance(5_000);
      service.fill(2, ['b']);
      const connection = service.connect();
      const call = opened.client(service);
      const onShard = { ...onStream, shard_id: '2' };
      const fromNs = BigInt(service.emulator.clock.now() - 2_000) * 1_000_000n;
      const cursor = await cursorByTime(connection, { ...stream, shard: '2', from: fromNs }, options());
      const timeNs = await cursorTime(connection, { ...stream, shard: '2', cursor }, options());
      expect(
        await call(
          ['ShowLogStreamShards', onStream],
          ['ShowCursorByTime', { ...onShard, from: String(fromNs) }],
          ['ShowCursorTime', { ...onShard, cursor: String(cursor) }],
        ),
      ).toEqual([
        answer(200, expect.objectContaining({ isQueryComplete: true, result: '["0","1","2"]' })),
        answer(200, { cursor }),
        answer(200, { cursor_time: timeNs }),
      ]);
      expect(await listShards(connection, stream, options())).toEqual(['0', '1', '2']);
    });

    test('makes the log group and the log stream that ours writes and reads', patience, async () => {
      service = await startLtsService(strict);
      const call = opened.client(service);
      const [group] = await call(['CreateLogGroup', { body: { log_group_name: 'orders', ttl_in_days: 7 } }]);
      const { log_group_id: logGroupId } = answerOf(group);
      const [made] = await call(['CreateLogStream', { log_group_id: logGroupId, body: { log_stream_name: 'web' } }]);
      const { log_stream_id: logStreamId } = answerOf(made);

      const place = { projectId: stream.projectId, logGroupId, logStreamId };
      const timeNs = BigInt(service.emulator.clock.now()) * 1_000_000n;
      await pushLogs(service.connect(), { ...place, logs: [{ timeNs, text: '日志' }] }, options());
      const driver = service.driver(place);
      const [shard] = await driver.partitions(options());
      if (!shard) throw new Error('no shard');
      const from = (await driver.locate([shard], 'earliest', options())).get(shard.id);
      const batch = await driver.read(shard, from ?? toPosition('0'), readOptions());
      expect(bodies(batch)).toEqual(['日志']);

      expect(
        await call(
          ['ListLogStream', { log_group_id: logGroupId }],
          ['DeleteLogStream', { log_group_id: logGroupId, log_stream_id: logStreamId }],
          ['ListLogStream', { log_group_id: logGroupId }],
          ['DeleteLogGroup', { log_group_id: logGroupId }],
          ['ListLogStream', { log_group_id: logGroupId }],
        ),
      ).toMatchObject([
        { status: 200, answer: { log_streams: [{ log_stream_id: logStreamId, log_stream_name: 'web' }] } },
        { kind: 'answer', status: 204 },
        { status: 200, answer: { log_streams: [] } },
        { kind: 'answer', status: 204 },
        refused(404, 'LTS.0201'),
      ]);
      const gone = driver.classify(await failure(driver.read(shard, batch.next, readOptions())));
      expect(gone.code).toBe('not-found');
    });

    test.each(FLAVOURS)(
      '%s: is let in with a token, and refused without it or with a wrong secret',
      patience,
      async (signature) => {
        const temporary = { id: 'temporary', secret: 'its-secret', securityToken: 'its-token' };
        service = await startLtsService({ ...strict, accessKeys: [temporary] });
        const keys = { accessKeyId: temporary.id, secretAccessKey: temporary.secret };
        const list = (more: object): Promise<unknown> =>
          opened.client(service, { signature, keys: { ...keys, ...more } })(['ListConsumerGroup', onStream]);
        expect(await list({ securityToken: temporary.securityToken })).toMatchObject([{ kind: 'answer', status: 200 }]);
        expect(await list({})).toEqual([refused(401, 'APIGW.0301')]);
        expect(await list({ securityToken: 'another' })).toEqual([refused(401, 'APIGW.0301')]);
        expect(await list({ securityToken: temporary.securityToken, secretAccessKey: 'wrong' })).toEqual([
          refused(401, 'APIGW.0301'),
        ]);
      },
    );
  });

import { createLtsClient, type LtsClient } from '@polylog/huawei-lts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { credentials, type LtsService, region, startLtsService, stream } from '../../huawei-lts/lts-service.js';
import { describeWithPeer } from '../peer.js';
import { patience } from '../script.js';
import { answerOf, type Call, generalSdks, type OpenSdk, openSdk } from './general-sdks.js';
import { onStream } from './python-calls.js';

const { projectId, logGroupId, logStreamId } = stream;
const ref = { logGroupId, logStreamId };
const MEMBER = '5f0b1c9e-6a0e-4d0b-9a3d-3f1f1b8f2c11';
/** What no double holds. */
const LARGE = 2n ** 53n + 1n;

for (const { language, sdk, peer } of generalSdks) {
  describeWithPeer(`the client of the general ${language} SDK and ours`, sdk, peer, ({ command }) => {
    let opened: OpenSdk;
    let service: LtsService;
    let ours: LtsClient;

    beforeAll(() => {
      opened = openSdk({ language, command });
    });
    afterAll(() => opened?.stop());
    beforeEach(async () => {
      service = await startLtsService({ region, projectId, consumerGroups: {} });
      ours = createLtsClient({ region, projectId, endpoint: service.emulator.lts.endpoint, credentials });
    });
    afterEach(async () => {
      await ours.close();
      await service.stop();
    });

    /** What one call answers; none may be refused. */
    async function theirs(...call: Call): Promise<ReturnType<typeof answerOf>> {
      return answerOf((await opened.client(service)(call))[0]);
    }

    test('log groups and log streams: what it sets, ours reads, and the other way round', patience, async () => {
      const tags = [{ key: 'team', value: 'orders' }];
      const body = { log_group_name: 'theirs', ttl_in_days: 7, tags };
      const { log_group_id: byThem } = await theirs('CreateLogGroup', { body });
      const told = { logGroupId: byThem, name: 'theirs', ttlDays: 7, tags: { team: 'orders' } };
      expect(await ours.logGroups.get({ logGroupId: byThem })).toMatchObject(told);
      const byOurs = await ours.logGroups.create({ name: 'ours', ttlDays: 90, tags: { team: 'billing' } });
      await ours.logGroups.update({ logGroupId: byThem, ttlDays: 14, tags: { team: 'web' } });
      expect((await theirs('ListLogGroups')).log_groups).toMatchObject([
        { log_group_id: logGroupId },
        { log_group_id: byThem, log_group_name: 'theirs', ttl_in_days: 14, tag: { team: 'web' } },
        { log_group_id: byOurs.logGroupId, log_group_name: 'ours', ttl_in_days: 90, tag: { team: 'billing' } },
      ]);

      const { log_stream_id: streamByThem } = await theirs('CreateLogStream', {
        log_group_id: byOurs.logGroupId,
        body: { log_stream_name: 'web', ttl_in_days: 3, tags },
      });
      const streamByOurs = await ours.logStreams.create({ ...byOurs, name: 'cart', tags: { host: 'web-1' } });
      expect(await ours.logStreams.list(byOurs)).toMatchObject({
        items: [
          { logStreamId: streamByThem, name: 'web', tags: { team: 'orders' } },
          { logStreamId: streamByOurs.logStreamId, name: 'cart', tags: { host: 'web-1' } },
        ],
      });
      const inGroup = { log_group_id: byOurs.logGroupId };
      const update = { ...inGroup, log_stream_id: streamByOurs.logStreamId, body: { ttl_in_days: 5 } };
      await theirs('UpdateLogStream', update);
      expect((await ours.logStreams.list({ logStreamName: 'cart' })).items).toMatchObject([{ ttlDays: 5 }]);
      await ours.logStreams.delete({ ...byOurs, logStreamId: streamByThem });
      expect((await theirs('ListLogStream', inGroup)).log_streams).toMatchObject([{ log_stream_name: 'cart' }]);

      await theirs('DeleteLogGroup', inGroup);
      await expect(ours.logGroups.get(byOurs)).rejects.toMatchObject({ code: 'not-found' });
    });

    test('consumer groups and their members: what it sets, ours reads, and the other way round', patience, async () => {
      await theirs('CreateConsumerGroup', { ...onStream, body: { consumer_group_name: 'theirs', timeout: 40 } });
      await ours.consumerGroups.create({ ...ref, group: 'ours', timeoutSeconds: 25 });
      expect((await ours.consumerGroups.list(ref)).items).toEqual([
        { name: 'theirs', timeoutSeconds: 40 },
        { name: 'ours', timeoutSeconds: 25 },
      ]);
      expect((await theirs('ListConsumerGroup', onStream)).body).toMatchObject([
        { consumer_group_name: 'theirs', timeout: 40 },
        { consumer_group_name: 'ours', timeout: 25 },
      ]);

      const group = { ...ref, group: 'ours' };
      const beat = { ...onStream, consumer_group_name: 'ours', consumer_name: MEMBER };
      expect(await ours.consumerGroups.heartbeat({ ...group, member: 'a', holding: [] })).toEqual(['0', '1']);
      expect((await theirs('ConsumerGroupHeartBeat', { ...beat, body: [] })).body).toEqual([]);
      expect(await ours.consumerGroups.heartbeat({ ...group, member: 'a', holding: ['0', '1'] })).toEqual(['0']);
      expect(await ours.consumerGroups.heartbeat({ ...group, member: 'a', holding: ['0'] })).toEqual(['0']);
      expect((await theirs('ConsumerGroupHeartBeat', { ...beat, body: [] })).body).toEqual(['1']);

      await theirs('DeleteConsumerGroup', { ...onStream, consumer_group_name: 'ours' });
      await ours.consumerGroups.delete({ ...ref, group: 'theirs' });
      expect((await ours.consumerGroups.list(ref)).items).toEqual([]);
    });

    test('checkpoints, to the last digit, and a reset: what it sets, ours reads, and back', patience, async () => {
      const group = { ...ref, group: 'billing' };
      const onGroup = { ...onStream, consumer_group_name: 'billing' };
      await ours.consumerGroups.create({ ...group, timeoutSeconds: 60 });
      await theirs('UpdateCheckPoint', {
        ...{ ...onGroup, consumer_name: MEMBER },
        body: [{ shard_id: '1', checkpoint: LARGE }],
      });
      expect(await ours.checkpoints.get({ ...group, shard: '1' })).toMatchObject({
        ...{ cursor: String(LARGE), savedBy: MEMBER },
      });
      await ours.checkpoints.set({ ...group, shard: '0', cursor: String(LARGE + 2n), member: 'a' });
      expect((await theirs('ListDetailsConsumerGroup', onGroup)).body).toMatchObject([
        { shard_id: '0', checkpoint: LARGE + 2n, consumer_name: 'a' },
        { shard_id: '1', checkpoint: LARGE, consumer_name: MEMBER },
      ]);

      await ours.logs.put({ ...ref, lines: ['a', 'b'] });
      await ours.checkpoints.resetTo({ ...group, to: 'end', dryRun: false });
      const ends = await Promise.all(
        ['0', '1'].map(async (shard) => {
          const { cursor } = await theirs('ShowCursorByTime', { ...onStream, shard_id: shard, from: 'end' });
          return { shard_id: shard, checkpoint: cursor };
        }),
      );
      expect((await theirs('ListDetailsConsumerGroup', onGroup)).body).toMatchObject(ends);
    });
  });
}

import { createRequire } from 'node:module';
import { tc3Authorization } from '@polylog/tencent-cls/wire';
import fc from 'fast-check';
import {
  BasicCredential,
  CommonClient,
  EnvironmentVariableCredential,
} from 'tencentcloud-sdk-nodejs/tencentcloud/common/index.js';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { region } from '../../end-to-end/emulated-topics.js';
import {
  bodies,
  type ClsService,
  credentials,
  logsetId,
  options,
  partition,
  readOptions,
  spec,
  startClsService,
} from '../../tencent-cls/cls-service.js';

/** The SDK tells nobody of its signer; it is looked up where its client has it from. */
const { default: Sign } = createRequire(import.meta.url)(
  'tencentcloud-sdk-nodejs/tencentcloud/common/sign.js',
) as typeof import('tencentcloud-sdk-nodejs/tencentcloud/common/sign.js');

const seed = Number(process.env.POLYLOG_SEED ?? Math.floor(Math.random() * 1e6));
const keys = { secretId: credentials.accessKeyId, secretKey: credentials.secretAccessKey };
const group = { LogsetId: logsetId, ConsumerGroup: 'billing' };
/** What no double holds. */
const LARGE = 2n ** 53n + 1n;

let service: ClsService;
afterEach(async () => {
  vi.unstubAllEnvs();
  await service?.stop();
});

/** The vendor's client for any action of API 3.0, led to the emulator by its own options. */
function clientOf(credential: ConstructorParameters<typeof CommonClient>[2]['credential'] = keys): CommonClient {
  const { port } = service.emulator.cls;
  const profile = { httpProfile: { protocol: 'http://', endpoint: `127.0.0.1:${port}` } };
  return new CommonClient('cls.tencentcloudapi.com', '2020-10-16', { credential, region, profile });
}

describe('the Node SDK of API 3.0 and the emulator', () => {
  test('creates a group, lists it, changes and deletes it', async () => {
    service = await startClsService({ topics: { orders: 2, refunds: 1 } });
    const client = clientOf();
    const settings = { ...group, Timeout: 40, Topics: ['orders', 'refunds'] };
    expect(await client.request('CreateConsumerGroup', settings)).toMatchObject({ ConsumerGroup: 'billing' });
    await expect(client.request('CreateConsumerGroup', settings)).rejects.toMatchObject({
      code: 'InvalidParameter',
      message: 'consumer group already exists',
      requestId: expect.stringMatching(/./),
    });
    await client.request('ModifyConsumerGroup', { ...settings, Timeout: 60 });
    expect(await client.request('DescribeConsumerGroups', { LogsetId: logsetId, Topics: ['orders'] })).toMatchObject({
      ConsumerGroupsInfo: [{ ConsumerGroup: 'billing', Timeout: 60, Topics: ['orders', 'refunds'] }],
    });
    await client.request('DeleteConsumerGroup', group);
    await expect(client.request('DeleteConsumerGroup', group)).rejects.toMatchObject({ code: 'ResourceNotFound' });
  });

  test('is a member beside ours: heartbeats share the partitions out, and each sees what the other commits', async () => {
    service = await startClsService({ topics: { orders: 2, refunds: 2 }, switches: { offsetBase: LARGE } });
    for (const id of [1, 2]) service.fill(id, ['a', 'b', 'c']);
    const client = clientOf();
    await client.request('CreateConsumerGroup', { ...group, Timeout: 40, Topics: ['orders', 'refunds'] });
    const driver = service.driver();
    const membership = await driver.join(spec({ sessionTimeoutMs: 40_000 }), options());
    expect(membership.differences, 'it takes the group as it is').toEqual([]);

    const beat = async (partitions: object): Promise<unknown> => {
      const answer = await client.request('SendConsumerHeartbeat', {
        ...{ ...group, Consumer: 'node', PartitionStrategy: 2 },
        TopicPartitionsInfo: partitions,
      });
      return answer.TopicPartitionsInfo;
    };
    const share = (await beat([])) as { readonly TopicID: string; readonly Partitions: number[] }[];
    expect(share.map(({ Partitions }) => Partitions)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect((await membership.heartbeat([], options())).partitions, 'the first one has all').toEqual([]);
    const kept = (await beat(share)) as typeof share;
    await beat(kept);
    const { partitions } = await membership.heartbeat([], options());
    expect(partitions).toHaveLength(2);
    const told = kept.flatMap(({ TopicID, Partitions }) => Partitions.map((id) => `${TopicID}/${id}`));
    expect([...told, ...partitions].sort()).toEqual(['orders/1', 'orders/2', 'refunds/1', 'refunds/2']);

    const offset = LARGE + 2n;
    await client.request('CommitConsumerOffsets', {
      ...{ ...group, Consumer: 'node' },
      TopicPartitionOffsetsInfo: [{ TopicID: 'orders', PartitionOffsets: [{ PartitionId: 1, Offset: offset }] }],
    });
    const checkpoint = (await membership.checkpoints(['orders/1'], options())).get('orders/1');
    expect(checkpoint).toMatchObject({ position: String(offset), proven: true });
    if (!checkpoint) throw new Error('no checkpoint');
    const batch = await driver.read(partition('orders/1'), checkpoint.position, readOptions());
    expect(bodies(batch)).toEqual(['c']);
    const saves = [{ partition: 'orders/1', position: batch.next }];
    expect(await membership.save(saves, options())).toEqual(new Map([['orders/1', { kind: 'saved' }]]));
    batch.release();
    const answer = await client.request('DescribeConsumerOffsets', {
      ...{ ...group, From: 'begin', TopicId: 'orders', PartitionId: '1' },
    });
    // It writes large numbers exactly, and reads them as doubles.
    const [{ PartitionOffsets: offsets }] = answer.TopicPartitionOffsetsInfo;
    expect(offsets).toEqual([{ PartitionId: 1, Offset: Number(LARGE + 3n) }]);
    expect(service.emulator.cls.consumerGroup(logsetId, 'billing').partitions[0]?.offset).toBe(LARGE + 3n);
  });

  test('is told of a wrong secret, and of a token that is missing', async () => {
    const temporary = { id: 'AKIDtemporary', secret: 'temporary-secret', securityToken: 'a-token' };
    service = await startClsService({ accessKeys: [temporary], switches: { tokenHeader: 'standard' } });
    const describeAs = (...parts: ConstructorParameters<typeof BasicCredential>): Promise<unknown> =>
      clientOf(new BasicCredential(...parts)).request('DescribePartitions', { TopicId: 'orders' });
    await expect(describeAs(temporary.id, 'wrong', 'a-token')).rejects.toMatchObject({
      code: 'AuthFailure.SignatureFailure',
    });
    await expect(describeAs(temporary.id, temporary.secret)).rejects.toMatchObject({
      code: 'AuthFailure.TokenFailure',
    });
    expect(await describeAs(temporary.id, temporary.secret, 'a-token')).toMatchObject({
      Partitions: [{ PartitionId: 1 }, { PartitionId: 2 }],
    });
  });
});

test('the SDK’s own credential objects are credentials of our driver', async () => {
  service = await startClsService();
  vi.stubEnv('TENCENTCLOUD_SECRET_ID', keys.secretId);
  vi.stubEnv('TENCENTCLOUD_SECRET_KEY', keys.secretKey);
  const given = [new BasicCredential(keys.secretId, keys.secretKey), new EnvironmentVariableCredential()];
  for (const own of given) {
    expect(await service.driver({ credentials: own }).partitions(options())).toHaveLength(2);
  }
});

test('our signature is the SDK’s, whatever is signed', () => {
  console.log(`seed ${seed}`);
  const host = fc.constantFrom(
    'cls.tencentcloudapi.com',
    'cls.internal.tencentcloudapi.com',
    'cls.ap-guangzhou.tencentcloudapi.com',
    '127.0.0.1',
    'localhost',
  );
  const signed = fc.record({
    host,
    service: fc.constantFrom('cls', '127', 'localhost'),
    timestamp: fc.integer({ min: 0, max: 4_102_444_800 }),
    secretId: fc.stringMatching(/^AKID[0-9A-Za-z]{32}$/),
    secretKey: fc.stringMatching(/^[0-9A-Za-z]{1,40}$/),
    payload: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ noUnicodeString: false })),
    contentType: fc.constantFrom('application/json', 'application/octet-stream; charset=utf-8'),
  });
  fc.assert(
    fc.property(signed, ({ host: signedHost, payload, contentType, secretId, secretKey, ...when }) => {
      const body = Buffer.from(JSON.stringify(payload));
      const theirs = Sign.sign3({
        ...{ method: 'POST', url: `https://${signedHost}/`, payload: body, multipart: false, boundary: '' },
        ...{ secretId, secretKey, ...when },
        headers: { 'Content-Type': contentType },
      });
      expect(tc3Authorization({ contentType, host: signedHost, body, ...when }, secretId, secretKey)).toBe(theirs);
    }),
    { seed, numRuns: 300 },
  );
});

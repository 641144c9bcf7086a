import { createFakeClock } from '@polylog/core/testing';
import { expect, test } from 'vitest';
import { createLoopback, type LoopbackRequest } from './loopback.js';

const startMs = Date.UTC(2026, 2, 3, 4, 5, 6);
const open = (): ReturnType<typeof createLoopback> =>
  createLoopback({
    clock: createFakeClock({ startMs }),
    sls: { projects: { proj: { store: { shards: 2 } } }, acceptAnyCredentials: true },
    cls: { logsets: { set: { topic: { partitions: 3 } } }, acceptAnyCredentials: true },
  });

const shards: LoopbackRequest = { method: 'get', url: 'http://proj.127.0.0.1:1/logstores/store/shards', headers: {} };
const api = (action: string, body: object): LoopbackRequest => ({
  method: 'POST',
  url: 'http://127.0.0.1:1/',
  headers: {
    'X-TC-Action': action,
    'X-TC-Version': '2020-10-16',
    'X-TC-Region': 'r',
    'Content-Type': 'application/json',
  },
  body: Buffer.from(JSON.stringify(body)),
});

test('each service answers its own requests, with the time and the length of a real answer', () => {
  const loopback = open();
  const listed = loopback.exchange(shards);
  expect(listed.status).toBe(200);
  expect(JSON.parse(listed.body.toString())).toHaveLength(2);
  expect(listed.headers).toMatchObject({
    date: 'Tue, 03 Mar 2026 04:05:06 GMT',
    'content-length': String(listed.body.length),
  });
  const described = loopback.exchange(api('DescribePartitions', { TopicId: 'topic' }));
  expect(JSON.parse(described.body.toString()).Response.Partitions).toHaveLength(3);
  expect(described.headers['x-cls-requestid']).toBeDefined();
});

test('a request that is refused has no effect, and the service says so in its own words', () => {
  const loopback = open();
  const create = api('CreateConsumerGroup', { LogsetId: 'set', ConsumerGroup: 'g', Timeout: 30, Topics: ['topic'] });
  const refused = loopback.exchange(create, { kind: 'throttle' });
  expect(JSON.parse(refused.body.toString()).Response.Error.Code).toBe('RequestLimitExceeded');
  expect(() => loopback.cls.consumerGroup('set', 'g')).toThrow('does not exist');
  expect(loopback.exchange(shards, { kind: 'status', status: 500 }).status).toBe(500);
  loopback.exchange(create);
  expect(loopback.cls.consumerGroup('set', 'g').timeoutSeconds).toBe(30);
});

test('what a request is about is told as to fault rules', () => {
  const loopback = open();
  expect(loopback.identify(shards)).toMatchObject({ call: 'ListShards', project: 'proj', logstore: 'store' });
  const beat = api('SendConsumerHeartbeat', { LogsetId: 'set', ConsumerGroup: 'g', Consumer: 'a' });
  expect(loopback.identify(beat)).toMatchObject({ call: 'SendConsumerHeartbeat', group: 'g', consumer: 'a' });
});

test('what a group has saved is moved in nobody’s name, on both services', () => {
  const { cls, sls, exchange } = open();
  exchange(api('CreateConsumerGroup', { LogsetId: 'set', ConsumerGroup: 'g', Timeout: 30, Topics: ['topic'] }));
  cls.moveOffset('set', 'g', { topic: 'topic', partition: 2, offset: 7n });
  expect(cls.consumerGroup('set', 'g').partitions[1]).toMatchObject({ id: 2, offset: 7n, savedBy: '' });
  expect(() => cls.moveOffset('set', 'g', { topic: 'topic', partition: 9, offset: 7n })).toThrow('does not exist');

  const group = { consumerGroup: 'g', timeout: 30, order: false };
  const url = 'http://proj.127.0.0.1:1/logstores/store/consumergroups';
  exchange({ method: 'POST', url, headers: {}, body: Buffer.from(JSON.stringify(group)) });
  const cursor = sls.shards('proj', 'store')[0]?.endCursor ?? '';
  sls.moveCheckpoint('proj', 'store', 'g', { shard: 0, cursor });
  expect(sls.consumerGroup('proj', 'store', 'g').shards[0]).toMatchObject({ id: 0, checkpoint: cursor, savedBy: '' });
});

import { type ConsumerOptions, createConsumer } from '@polylog/core';
import type { LogDriver } from '@polylog/core/driver';
import { createMemoryLog } from '@polylog/core/testing';
import { expect, test } from 'vitest';

const driver: LogDriver = createMemoryLog({ partitions: 1 }).driver();
const group = { driver, group: 'g', start: 'earliest', process: () => undefined } as const;
const slow = { ...driver, limits: { ...driver.limits, heartbeatsPerSecond: 10 } };
const standalone = { driver, partitions: { 0: 'earliest' }, process: () => undefined } as const;

const wrong: Record<string, object> = {
  'no driver': { ...group, driver: undefined },
  'a driver that is none': { ...group, driver: 'sls' },
  'a heartbeat that is too rare for the session': { ...group, sessionTimeoutMs: 6_000, heartbeatMs: 2_001 },
  'a session shorter than its margin': { ...group, sessionTimeoutMs: 1_500 },
  'an end that is not a time': { ...group, until: 'tomorrow' },
  'an end before the start': { ...group, start: { epochMs: 2_000 }, until: { epochMs: 2_000 } },
  'a checkpoint policy that is no policy': { ...group, checkpoint: 'sometimes' },
  'a dead letter without a sink': { ...group, onProcessorFailure: 'dead-letter' },
  'an expiry policy that is none': { ...group, onExpired: 'skip' },
  'half a member': { ...group, members: 1.5 },
  'more members than the service takes heartbeats of': {
    ...group,
    driver: slow,
    members: 60,
    sessionTimeoutMs: 30_000,
  },
  'a logger that is a level': { ...group, logger: 'warn' },
  'no processor at all may run at once': { ...group, maxConcurrentProcessors: 0 },
  'a group option without a group': {
    ...group,
    group: undefined,
    start: undefined,
    partitions: { 0: 'earliest' },
    heartbeatMs: 5,
  },
  'a checkpoint store in a group': { ...group, checkpointStore: {} },
  'two handlers': { ...group, processor: () => ({ process: () => undefined }) },
  'a processor that is an object': { ...group, process: undefined, processor: { process: () => undefined } },
  'a process that is text': { ...group, process: 'print' },
  'neither group nor partitions': { ...group, group: undefined },
  'an empty group': { ...group, group: '' },
  'an empty member': { ...group, member: '' },
  'no start': { ...group, start: undefined },
  'a start that is a number': { ...group, start: 1_700_000_000 },
  'a start that is another word': { ...group, start: 'begin' },
  'a start before 1970': { ...group, start: { epochMs: -1 } },
  'a Date that is none': { ...group, start: new Date('nonsense') },
  'an order that does not exist': { ...group, order: 'global' },
  'a create that does not exist': { ...group, create: true },
  'an update that does not exist': { ...group, update: 'always' },
  'a session below what the service accepts': { ...group, sessionTimeoutMs: 10 },
  'a session that is text': { ...group, sessionTimeoutMs: '30s' },
  'a heartbeat of zero': { ...group, heartbeatMs: 0 },
  'a checkpoint interval that is no number': { ...group, checkpoint: { everyMs: Number.NaN } },
  'a drain timeout of zero': { ...group, drainTimeoutMs: 0 },
  'a negative pause': { ...group, idleMs: -1 },
  'a batch limit of zero': { ...group, maxBatchBytes: 0 },
  'a negative start timeout': { ...group, startTimeoutMs: -1 },
  'group and partitions': { ...standalone, group: 'g' },
  'no partition': { ...standalone, partitions: {} },
  'a partition with a wrong start': { ...standalone, partitions: { 3: 'begin' } },
  'a partition with an empty position': { ...standalone, partitions: { 3: { position: '' } } },
};

test.each(Object.entries(wrong))('%s is refused, with what is allowed', (_, options) => {
  let error: unknown;
  try {
    createConsumer(options as unknown as ConsumerOptions);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: 'invalid-argument' });
  expect((error as Error).message).toMatchSnapshot();
});

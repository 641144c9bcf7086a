import { expect, onTestFinished, test } from 'vitest';
import { scratchDirectory, type WalkStep, walkWithRestarts } from '../../testing/kept-walk.js';
import { startEmulator } from '../emulator.js';
import { handlers } from './face.js';

test('every call that changes something is kept: after each of them a restart changes no answer', {
  timeout: 60_000,
}, async () => {
  let group = '';
  let stream = '';
  const step = (
    call: string,
    method: string,
    path: () => string,
    body?: object,
    learn?: WalkStep['learn'],
  ): WalkStep => ({
    call,
    request: () => ({ method, path: path(), ...(body === undefined ? {} : { body }) }),
    ...(learn ? { learn } : {}),
  });
  const inStream =
    (rest: string, version = 'v1.0') =>
    (): string =>
      `/${version}/proj/groups/${group}/streams/${stream}${rest}`;
  const createGroup = step(
    'CreateLogGroup',
    'POST',
    () => '/v2/proj/groups',
    { log_group_name: 'demo' },
    ({ json }) => {
      group = json.log_group_id;
    },
  );
  const createStream = step(
    'CreateLogStream',
    'POST',
    () => `/v2/proj/groups/${group}/streams`,
    { log_stream_name: 'orders', ttl_in_days: 3 },
    ({ json }) => {
      stream = json.log_stream_id;
    },
  );
  const consumers = { consumer_group_name: 'billing', timeout: 30 };
  const createConsumers = step('CreateConsumerGroup', 'POST', inStream('/consumer-groups'), consumers);
  const push = (text: string): WalkStep =>
    step('PushLogs', 'POST', () => `/v2/proj/lts/groups/${group}/streams/${stream}/tenant/contents`, {
      log_time_ns: Date.now() * 1_000_000,
      contents: [text, `${text} again`],
      labels: { host: 'a' },
    });

  await walkWithRestarts({
    calls: Object.keys(handlers),
    options: { lts: { acceptAnyCredentials: true } },
    writes: [
      createGroup,
      step('UpdateLogGroup', 'POST', () => `/v2/proj/groups/${group}`, {
        ttl_in_days: 9,
        tags: [{ key: 'team', value: 'shop' }],
      }),
      createStream,
      step('UpdateLogStream', 'PUT', () => `/v2/proj/groups/${group}/streams-ttl/${stream}`, {
        ttl_in_days: 11,
        tags: [{ key: 'env', value: 'prod' }],
      }),
      step('PushLogs', 'POST', () => `/v3/proj/lts/groups/${group}/streams/${stream}/logs`, {
        logs: [{ contents: [{ level: 'info' }] }],
      }),
      push('one'),
      push('two'),
      createConsumers,
      step('UpdateCheckPoint', 'POST', inStream('/consumer-groups/billing?consumer_name=c', 'v2'), [
        { shard_id: '0', checkpoint: '17' },
      ]),
      push('three'),
      step('DeleteConsumerGroup', 'DELETE', inStream('/consumer-groups/billing')),
      step('DeleteLogStream', 'DELETE', inStream('', 'v2')),
      step('DeleteLogGroup', 'DELETE', () => `/v2/proj/groups/${group}`),
      // Ids that were given before a restart do not come again.
      createGroup,
      createStream,
    ],
    members: [
      createConsumers,
      step('ConsumerGroupHeartBeat', 'POST', inStream('/consumer-groups/billing/heartbeat?consumer_name=c', 'v2'), []),
    ],
    reads: [
      step('ListLogGroups', 'GET', () => '/v2/proj/groups'),
      step('ListLogStream', 'GET', () => `/v2/proj/groups/${group}/streams`),
      step('ListLogStreams', 'GET', () => '/v2/proj/log-streams'),
      step('ListConsumerGroup', 'GET', inStream('/consumer-groups')),
      step('ListDetailsConsumerGroup', 'GET', inStream('/consumer-groups/billing')),
      step('ShowLogStreamShards', 'GET', inStream('/shards')),
      step('ShowCursorByTime', 'GET', inStream('/shards/0/cursor?from=begin')),
      step('ShowCursorByTime', 'GET', inStream('/shards/0/cursor?from=end')),
      step('ShowCursorTime', 'GET', inStream('/shards/0/time?cursor=1')),
      step('PullLogs', 'GET', inStream('/shards/0', 'v2')),
    ],
  });
});

test('what is asked for at the start is made where it is missing, and left alone where it is there', async () => {
  const directory = scratchDirectory();
  const open = async (names: readonly string[]) => {
    const consumerGroups = Object.fromEntries(names.map((name) => [name, {}]));
    const emulator = await startEmulator({
      data: { directory },
      lts: { logGroups: { demo: { orders: { shards: names.length, consumerGroups } } } },
    });
    onTestFinished(emulator.stop);
    return emulator;
  };
  const first = await open(['one']);
  first.lts.addShards('demo', 'orders', 2);
  await first.stop();
  const { lts } = await open(['one', 'two']);
  expect(lts.shards('demo', 'orders')).toHaveLength(3);
  expect(lts.consumerGroup('demo', 'orders', 'two').shards).toHaveLength(3);
});

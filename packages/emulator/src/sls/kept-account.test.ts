import { encodeLogGroup } from '@polylog/driver-kit';
import { test } from 'vitest';
import { type WalkStep, walkWithRestarts } from '../../testing/kept-walk.js';
import { handlers } from './handlers.js';

const HOST = { host: 'proj.localhost' };

const step = (call: string, method: string, path: string, body?: object, headers: object = {}): WalkStep => ({
  call,
  request: () => ({ method, path, headers: { ...HOST, ...headers }, ...(body === undefined ? {} : { body }) }),
});

function put(text: string): WalkStep {
  const logs = [{ timeSeconds: Math.floor(Date.now() / 1000), contents: [['content', text]] as const }];
  const body = encodeLogGroup({ topic: text, logs });
  const key = '0'.repeat(32);
  return step('PutLogs', 'POST', `/logstores/store/shards/route?key=${key}`, body, {
    'content-type': 'application/x-protobuf',
  });
}

test('every call that changes something is kept: after each of them a restart changes no answer', {
  timeout: 60_000,
}, async () => {
  const now = Math.floor(Date.now() / 1000);
  const range = { from: now - 600, to: now + 600 };
  const config = (logPath: string): object => ({
    configName: 'conf',
    inputType: 'file',
    inputDetail: { logType: 'json_log', logPath, filePattern: '*.log' },
    outputType: 'LogService',
    outputDetail: { logstoreName: 'store' },
  });
  const machineGroup = (ip: string): object => ({
    groupName: 'machines',
    machineIdentifyType: 'ip',
    machineList: [ip],
  });
  const shipper = (bucket: string): object => ({
    shipperName: 'to-oss',
    targetType: 'oss',
    targetConfiguration: { ossBucket: bucket },
  });
  const index = (token: string): object => ({ line: { token: [token] } });
  let cursor = '';

  await walkWithRestarts({
    calls: Object.keys(handlers),
    options: { sls: { acceptAnyCredentials: true } },
    writes: [
      step('CreateProject', 'POST', '/', { projectName: 'proj', description: 'first' }),
      step('UpdateProject', 'PUT', '/', { description: 'second' }),
      step('CreateLogstore', 'POST', '/logstores', {
        logstoreName: 'store',
        shardCount: 2,
        ttl: 7,
        more: { kept: [1] },
      }),
      step('UpdateLogstore', 'PUT', '/logstores/store', { logstoreName: 'store', ttl: 8 }),
      step('CreateLogstore', 'POST', '/logstores', { logstoreName: 'other', shardCount: 1, ttl: 7 }),
      put('one'),
      put('two'),
      step('CreateIndex', 'POST', '/logstores/store/index', index(',')),
      step('UpdateIndex', 'PUT', '/logstores/store/index', index(';')),
      step('CreateConsumerGroup', 'POST', '/logstores/store/consumergroups', { consumerGroup: 'group', timeout: 10 }),
      step('UpdateConsumerGroup', 'PUT', '/logstores/store/consumergroups/group', { timeout: 20, order: true }),
      {
        call: 'UpdateCheckPoint',
        request: () => ({
          method: 'POST',
          path: '/logstores/store/consumergroups/group?type=checkpoint&consumer=c&forceSuccess=true',
          headers: HOST,
          body: { shard: 0, checkpoint: cursor },
        }),
      },
      step('SplitShard', 'POST', `/logstores/store/shards/0?action=split&key=2${'0'.repeat(31)}`),
      put('three'),
      step('MergeShard', 'POST', '/logstores/store/shards/2?action=merge'),
      step('DeleteShard', 'DELETE', '/logstores/store/shards/3'),
      step('CreateShipper', 'POST', '/logstores/store/shipper', shipper('one')),
      step('UpdateShipper', 'PUT', '/logstores/store/shipper/to-oss', shipper('two')),
      step('CreateConfig', 'POST', '/configs', config('/a')),
      step('UpdateConfig', 'PUT', '/configs/conf', config('/b')),
      step('CreateMachineGroup', 'POST', '/machinegroups', machineGroup('10.0.0.1')),
      step('UpdateMachineGroup', 'PUT', '/machinegroups/machines', machineGroup('10.0.0.2')),
      step('ApplyConfigToMachineGroup', 'PUT', '/machinegroups/machines/configs/conf'),
      step('RemoveConfigFromMachineGroup', 'DELETE', '/machinegroups/machines/configs/conf'),
      step('DeleteMachineGroup', 'DELETE', '/machinegroups/machines'),
      step('DeleteConfig', 'DELETE', '/configs/conf'),
      step('DeleteShipper', 'DELETE', '/logstores/store/shipper/to-oss'),
      step('DeleteConsumerGroup', 'DELETE', '/logstores/store/consumergroups/group'),
      step('DeleteIndex', 'DELETE', '/logstores/store/index'),
      step('DeleteLogstore', 'DELETE', '/logstores/store'),
      step('CreateLogstore', 'POST', '/logstores', { logstoreName: 'store', shardCount: 1, ttl: 7 }),
      step('DeleteProject', 'DELETE', '/'),
    ],
    members: [
      step('CreateProject', 'POST', '/', { projectName: 'proj', description: 'first' }),
      step('CreateLogstore', 'POST', '/logstores', { logstoreName: 'store', shardCount: 1, ttl: 7 }),
      step('CreateConsumerGroup', 'POST', '/logstores/store/consumergroups', { consumerGroup: 'group', timeout: 10 }),
      step('HeartBeat', 'POST', '/logstores/store/consumergroups/group?type=heartbeat&consumer=c', []),
      step('CreateShipper', 'POST', '/logstores/store/shipper', shipper('one')),
      // Of no task: those come by a handle alone.
      step('RetryShipperTasks', 'PUT', '/logstores/store/shipper/to-oss/tasks', []),
    ],
    reads: [
      {
        ...step('ListProject', 'GET', '/'),
        request: () => ({ method: 'GET', path: '/', headers: { host: 'localhost' } }),
      },
      step('GetProject', 'GET', '/'),
      step('ListLogstores', 'GET', '/logstores'),
      step('GetLogstore', 'GET', '/logstores/store'),
      step('ListShards', 'GET', '/logstores/store/shards'),
      {
        ...step('GetCursor', 'GET', '/logstores/store/shards/0?type=cursor&from=begin'),
        learn: ({ json }) => {
          cursor = json.cursor ?? '';
        },
      },
      step('GetCursor', 'GET', '/logstores/store/shards/0?type=cursor&from=end'),
      step('GetCursor', 'GET', '/logstores/store/shards/4?type=cursor&from=end'),
      step('GetIndex', 'GET', '/logstores/store/index'),
      step(
        'GetLogs',
        'GET',
        `/logstores/store?type=log&query=*&${new URLSearchParams({ from: String(range.from), to: String(range.to) })}`,
      ),
      step('GetLogsV3', 'POST', '/logstores/store/logs', { ...range, query: '*' }),
      step(
        'GetHistograms',
        'GET',
        `/logstores/store?type=histogram&query=*&${new URLSearchParams({ from: String(range.from), to: String(range.to) })}`,
      ),
      step('ListTopics', 'GET', '/logstores/store?type=topic'),
      step('ListConsumerGroup', 'GET', '/logstores/store/consumergroups'),
      step('GetCheckPoint', 'GET', '/logstores/store/consumergroups/group'),
      step('ListShipper', 'GET', '/logstores/store/shipper'),
      step('GetShipper', 'GET', '/logstores/store/shipper/to-oss'),
      step('GetShipperTasks', 'GET', '/logstores/store/shipper/to-oss/tasks?from=1&to=2'),
      step('ListConfig', 'GET', '/configs'),
      step('GetConfig', 'GET', '/configs/conf'),
      step('GetAppliedMachineGroups', 'GET', '/configs/conf/machinegroups'),
      step('ListMachineGroup', 'GET', '/machinegroups'),
      step('GetMachineGroup', 'GET', '/machinegroups/machines'),
      step('GetAppliedConfigs', 'GET', '/machinegroups/machines/configs'),
      step('ListMachines', 'GET', '/machinegroups/machines/machines'),
      {
        call: 'PullLogs',
        request: () => ({
          method: 'GET',
          path: `/logstores/store/shards/0?type=logs&count=100&cursor=${encodeURIComponent(cursor)}`,
          headers: { ...HOST, accept: 'application/x-protobuf' },
        }),
      },
      {
        call: 'GetCursorTime',
        request: () => ({
          method: 'GET',
          path: `/logstores/store/shards/0?type=cursor_time&cursor=${encodeURIComponent(cursor)}`,
          headers: HOST,
        }),
      },
    ],
  });
});

import type { Shipper } from '@polylog/alibaba-sls';
import { at, logstore, type MethodPair, nowSeconds, type Place, page, project, store } from './method-pair.js';

const toOss: Shipper = {
  ...{ shipperName: 'to-oss', targetType: 'oss' },
  targetConfiguration: {
    ...{ ossBucket: 'bucket', ossPrefix: 'logs', roleArn: 'acs:ram::1:role/shipper' },
    ...{ bufferInterval: 300, bufferSize: 128, compressType: 'snappy' },
  },
};
const toOdps: Shipper = {
  ...{ shipperName: 'to-odps', targetType: 'odps' },
  targetConfiguration: {
    ...{ odpsEndpoint: 'http://odps', odpsProject: 'p', odpsTable: 't', fields: ['status'], bufferInterval: 1800 },
    ...{ partitionColumn: ['day'], partitionTimeFormat: 'yyyy_MM_dd' },
  },
};

async function given({ client }: Place): Promise<void> {
  for (const shipper of [toOss, toOdps]) await client.shippers.create({ ...store, shipper });
}
/** Three runs of one: nothing is shipped here, so a hand tells of them. */
async function withTasks(place: Place): Promise<void> {
  await given(place);
  const { sls, clock } = place;
  sls.addShipperTask(project, logstore, 'to-oss', { id: 'task-1', status: 'success' });
  clock.advance(5_000);
  sls.addShipperTask(project, logstore, 'to-oss', { id: 'task-2', status: 'fail', message: 'no bucket' });
  sls.addShipperTask(project, logstore, 'to-oss', { id: 'task-3', status: 'running' });
}
const to = nowSeconds + 60;
const tasks = { ...store, shipper: 'to-oss', from: at(nowSeconds), to: at(to) };

/** Both names of one method: the documents have the old one. */
const get: MethodPair = {
  python: 'get_shipper',
  ours: 'client.shippers.get',
  given,
  calls: () =>
    ['to-oss', 'to-odps', 'missing'].map((shipper) => ({
      python: [project, logstore, shipper],
      ours: ({ shippers }) => shippers.get({ ...store, shipper }),
    })),
  inOurWords: (shipper) => shipper,
};

export const shippers: readonly MethodPair[] = [
  {
    python: 'list_shipper',
    ours: 'client.shippers.list',
    given,
    calls: () => [
      { python: [project, logstore], ours: ({ shippers }) => shippers.list(store).then(page) },
      {
        python: [project, logstore, 1, 1],
        ours: ({ shippers }) => shippers.list({ ...store, offset: 1, pageSize: 1 }).then(page),
      },
    ],
    inOurWords: ({ entities: items, total }) => ({ items, total }),
  },
  {
    python: 'create_shipper',
    ours: 'client.shippers.create',
    calls: () =>
      [toOss, toOdps, toOss].map((shipper) => ({
        python: [project, logstore, shipper],
        ours: ({ shippers }) => shippers.create({ ...store, shipper }),
      })),
    after: ({ shippers }) => Promise.all(['to-oss', 'to-odps'].map((shipper) => shippers.get({ ...store, shipper }))),
  },
  get,
  { ...get, python: 'get_shipper_config', missing: true },
  {
    python: 'update_shipper',
    ours: 'client.shippers.update',
    given,
    calls: () =>
      [
        { ...toOss, targetConfiguration: { ossBucket: 'other' } },
        { ...toOss, shipperName: 'missing' },
      ].map((shipper) => ({
        python: [project, logstore, shipper],
        ours: ({ shippers }) => shippers.update({ ...store, shipper: shipper as Shipper }),
      })),
    after: ({ shippers }) => shippers.get({ ...store, shipper: 'to-oss' }),
  },
  {
    python: 'delete_shipper',
    ours: 'client.shippers.delete',
    given,
    calls: () =>
      ['to-oss', 'to-oss'].map((shipper) => ({
        python: [project, logstore, shipper],
        ours: ({ shippers }) => shippers.delete({ ...store, shipper }),
      })),
    after: ({ shippers }) => shippers.list(store).all(),
  },
  {
    python: 'get_shipper_tasks',
    ours: 'client.shippers.tasks',
    given: withTasks,
    calls: () => [
      {
        python: [project, logstore, 'to-oss', nowSeconds, to],
        ours: ({ shippers }) => shippers.tasks(tasks).then(page),
      },
      {
        python: [project, logstore, 'to-oss', nowSeconds + 1, to, 'fail', 0, 10],
        ours: ({ shippers }) =>
          shippers.tasks({ ...tasks, from: at(nowSeconds + 1), status: 'fail', offset: 0, pageSize: 10 }).then(page),
      },
    ],
    inOurWords: ({ tasks, total }) => ({ items: tasks.map(taskOf), total }),
  },
  {
    python: 'get_shipper_tasks',
    ours: 'client.shippers.taskCounts',
    given: withTasks,
    calls: () => [
      { python: [project, logstore, 'to-oss', nowSeconds, to], ours: ({ shippers }) => shippers.taskCounts(tasks) },
    ],
    inOurWords: ({ running_count: running, success_count: success, fail_count: fail }) => ({ running, success, fail }),
  },
  {
    python: 'retry_shipper_tasks',
    ours: 'client.shippers.retryTasks',
    given: withTasks,
    calls: () =>
      [['task-2'], ['task-9']].map((ids) => ({
        python: [project, logstore, 'to-oss', ids],
        ours: ({ shippers }) => shippers.retryTasks({ ...store, shipper: 'to-oss', tasks: ids }),
      })),
    after: ({ shippers }) => shippers.tasks(tasks).all(),
  },
];

function taskOf(task: Readonly<Record<string, string | number>>): object {
  return {
    ...{ id: task.id, status: task.taskStatus, message: task.taskMessage, createdAtSeconds: task.taskCreateTime },
    ...{ lastDataReceivedAtSeconds: task.taskLastDataReceiveTime, finishedAtSeconds: task.taskFinishTime },
  };
}

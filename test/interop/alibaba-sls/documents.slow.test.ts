import { createSlsClient, type SlsClient } from '@polylog/alibaba-sls';
import { type Emulator, startEmulator } from '@polylog/emulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pythonWithSdk } from '../../../scripts/peers/python.mjs';
import { credentials } from '../../end-to-end/emulated-log.js';
import { describeWithPeer } from '../peer.js';
import { patience, type Script, type Told } from '../script.js';
import { overHttp, runPython, sdk, startPython } from './python-script.js';

/** The vendor's pages show programs; these make the same calls, in the same order, with the same parameters. */
describeWithPeer('the programs of the vendor’s documents', sdk, await pythonWithSdk(), ({ python }) => {
  let emulator: Emulator;
  let client: SlsClient;
  let script: Script | undefined;
  beforeEach(async () => {
    emulator = await startEmulator({
      sls: { accessKeys: [{ id: credentials.accessKeyId, secret: credentials.secretAccessKey }] },
    });
    client = createSlsClient({ endpoint: emulator.sls.endpoint, credentials });
  });
  afterEach(async () => {
    script?.kill('SIGKILL');
    await script?.ended;
    await client.close();
    await emulator.stop();
  });
  const way = () => overHttp(emulator.sls.endpoint);

  test('manage consumer groups: create, change, list, delete, and look at a checkpoint', patience, async () => {
    const [project, logstore] = ['ali-test-project', 'ali-test-logstore'];
    const store = { project, logstore };
    emulator.sls.createProject(project);
    emulator.sls.createLogstore(store);
    const run = (program: string): Promise<readonly Told[]> =>
      runPython(python, 'documents_groups.py', { way: way(), ...store, program });
    const name = 'ali-test-consumergroup';
    const groups = (timeout: number): object[] => [{ kind: 'groups', groups: [{ name, timeout, order: false }] }];

    expect(await run('create')).toEqual(groups(300));
    expect(await client.consumerGroups.get({ ...store, group: name })).toMatchObject({ timeoutSeconds: 300 });
    expect(await run('update')).toEqual(groups(350));
    expect(await run('list')).toEqual(groups(350));

    await client.consumerGroups.create({ ...store, group: `${name}2`, timeoutSeconds: 60 });
    expect(await run('delete')).toEqual([]);
    expect((await client.consumerGroups.list(store).all()).map((group) => group.name)).toEqual([name]);

    const cursor = await client.cursors.get({ ...store, shard: 0, at: 'begin' });
    await client.checkpoints.set({ ...store, group: name, shard: 0, cursor });
    const checkpoint = { shard: 0, checkpoint: cursor, updateTime: expect.any(Number), consumer: '' };
    expect(await run('checkpoint')).toEqual([{ kind: 'checkpoints', count: 1, checkpoints: [checkpoint] }]);
  });

  test('consume by a group: 20 logs, two workers, and one batch that is rolled back comes again', {
    timeout: 120_000,
  }, async () => {
    const [project, logstore] = ['ali-test-project-python', 'ali-test-logstore'];
    emulator.sls.createProject(project);
    const told = await runPython(python, 'documents_consume.py', { way: way(), project, logstore });
    const of = (kind: string): readonly Told[] => told.filter((each) => each.kind === kind);

    expect(await client.logstores.get({ project, logstore })).toMatchObject({ ttlDays: 2, shardCount: 4 });
    expect(of('rolled-back')).toHaveLength(1);
    const rolledBack: readonly string[] = of('rolled-back')[0]?.users;
    expect(rolledBack.length).toBeGreaterThan(0);

    const results = of('results')[0]?.results as { topic: string; logs: Record<string, unknown>[] }[];
    const users = results.flatMap(({ logs }) => logs.map(({ user }) => String(user)));
    const all = Array.from({ length: 20 }, (_, i) => `magic_user_${i}`);
    expect([...users].sort(), 'each one once, also those that were rolled back').toEqual([...all].sort());
    for (const { topic, logs } of results) {
      expect(topic).toBe('python-ide-test');
      for (const { user, avg, time } of logs) {
        expect(avg).toBe(String(user).replace('user', 'age'));
        expect(time).toEqual(expect.any(Number));
      }
    }

    // Its timeout is twice the heartbeat of six seconds.
    expect(of('group')).toMatchObject([{ name: 'consumer-group-1', timeout: 12 }]);
    const checkpoints: readonly { shard: number }[] = of('group')[0]?.checkpoints;
    expect(checkpoints.map(({ shard }) => shard)).toEqual([0, 1, 2, 3]);
    expect(of('logstores')).toEqual([{ kind: 'logstores', names: [logstore] }]);
    const { consumers, shards } = emulator.sls.consumerGroup(project, logstore, 'consumer-group-1');
    expect([...consumers].sort()).toEqual(['consumer-group-1-A', 'consumer-group-1-B']);
    const ends = emulator.sls.shards(project, logstore).filter(({ keptGroups }) => keptGroups > 0);
    for (const { id, endCursor } of ends) expect(shards[id]?.checkpoint, 'saved to the end').toBe(endCursor);
  });

  test('call everything that the page on the SDK shows', { timeout: 120_000 }, async () => {
    emulator.sls.createProject('project1');
    const told: Told[] = [];
    script = startPython(python, 'documents_calls.py', {
      way: way(),
      listen(each) {
        told.push(each);
        if (each.kind !== 'shipper-is-there') return;
        emulator.sls.addShipperTask('project1', 'logstore1', 'shipper1', { id: 'task1', status: 'fail' });
        script?.ask({ kind: 'go on' });
      },
    });
    const code = await script.ended;
    expect({ code, complaints: code === 0 ? '' : script.complaints }).toEqual({ code: 0, complaints: '' });
    const called = told.filter(({ kind }) => kind === 'called' || kind === 'refused');
    expect(called.map(({ method }) => method)).toEqual(expected.map(([method]) => method));
    for (const [i, [method, answer]] of expected.entries()) {
      const { kind, code, answer: found } = called[i] as Told;
      const refused = kind === 'refused' ? { refused: code } : found;
      if (typeof answer === 'object' && answer !== null) expect(refused, method).toMatchObject(answer);
      else expect(refused ?? '', method).toBe(answer);
    }
    expect(told.filter(({ kind }) => kind === 'consumed').flatMap(({ values }) => values)).toContain('hello');
    expect((await client.projects.list().all()).map(({ name }) => name).sort()).toEqual([
      'new-project',
      'project1',
      'project2',
    ]);
    expect(await client.logstores.list({ project: 'project2' }).all()).toEqual(['kept']);
  });
});

const nothing = '';
const config = { configName: 'config1', inputDetail: { logPath: '/log_path', key: ['time', 'value'] } };
const cursor = { cursor: expect.stringMatching(/^[\w+/]+=*$/) };
const seconds = { cursor_time: expect.any(Number) };

/** Every call of the page in its order, and what its answer must say. */
const expected: readonly (readonly [method: string, answer: unknown])[] = [
  ['list_project', { count: 1, total: 1, projects: [{ projectName: 'project1' }] }],
  ['get_project', { projectName: 'project1', status: 'Normal' }],
  ['create_project', { refused: 'ParameterInvalid' }],
  ['create_project', nothing],
  ['delete_project', nothing],
  ['copy_project', nothing],
  ['list_logstores', { count: 1, total: 1, logstores: ['kept'] }],
  ['create_logstore', nothing],
  ['get_logstore', { logstore_name: 'logstore1', ttl: 30, shard_count: 3 }],
  ['delete_logstore', nothing],
  ['update_logstore', nothing],
  ['list_logtail_config', { count: 0, total_count: 0, logtail_configs: [] }],
  ['create_logtail_config', nothing],
  ['get_logtail_config', { logtail_config: config }],
  ['update_logtail_config', nothing],
  ['delete_logtail_config', nothing],
  ['list_machine_group', { count: 0, total: 0, machine_groups: [] }],
  ['create_machine_group', nothing],
  ['get_machine_group', { machine_group: { groupName: 'group1', machineList: ['machine1', 'machine2'] } }],
  ['update_machine_group', nothing],
  ['delete_machine_group', nothing],
  ['apply_config_to_machine_group', nothing],
  ['remove_config_to_machine_group', nothing],
  ['get_config_applied_machine_groups', { count: 1, machine_groups: ['group1'] }],
  ['get_machine_group_applied_configs', { count: 1, configs: ['config1'] }],
  ['create_index', nothing],
  ['update_index', nothing],
  [
    'get_index_config',
    { index_config: { keys: { f1: { type: 'text' }, f2: { type: 'long' }, f3: { type: 'double' } } } },
  ],
  ['delete_index', nothing],
  ['list_topics', { topics: ['topic1'], nextToken: '' }],
  ['get_begin_cursor', cursor],
  ['get_end_cursor', cursor],
  ['get_cursor', cursor],
  ['get_cursor_time', seconds],
  ['get_previous_cursor_time', seconds],
  ['get_cursor', cursor],
  [
    'pull_logs',
    {
      count: 3,
      groups: [
        {
          topic: 'topic1',
          logs: [
            {
              contents: [
                ['f1', 'hello'],
                ['f2', '0'],
              ],
            },
          ],
        },
        {},
        {},
      ],
    },
  ],
  ['get_logs', { meta: { progress: 'Complete', count: 3 }, logs: [{ contents: { f2: '0' } }, {}, {}] }],
  ['get_histograms', { progress: 'Complete', count: 3 }],
  ['list_consumer_group', { count: 1, consumer_groups: [{ consumer_group_name: 'consume_group1' }] }],
  ['create_consumer_group', nothing],
  ['update_consumer_group', nothing],
  ['delete_consumer_group', nothing],
  [
    'get_check_point',
    { count: 3, consumer_group_check_poins: [{ shard: 0, checkpoint: expect.stringMatching(/./) }, {}, {}] },
  ],
  ['update_check_point', nothing],
  ['list_shipper', { count: 0, total: 0, entities: [] }],
  ['create_shipper', nothing],
  ['get_shipper', { shipperName: 'shipper1', targetConfiguration: { ossPrefix: 'logs' } }],
  ['update_shipper', nothing],
  ['delete_shipper', nothing],
  ['get_shipper_tasks', { total: 1, fail_count: 1, tasks: [{ id: 'task1', taskStatus: 'fail' }] }],
  ['retry_shipper_tasks', nothing],
  // It runs again, or has succeeded by now.
  ['get_shipper_tasks', { total: 1, fail_count: 0 }],
];

import { createSlsClient, type PulledBatch, type SlsClient } from '@polylog/alibaba-sls';
import { type Emulator, startEmulator } from '@polylog/emulator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { credentials, logstore, project } from '../../end-to-end/emulated-log.js';
import { describeWithPeer } from '../peer.js';
import { type NodeClient, type NodeKeys, type NodeLogGroup, nodeClient, nodePackages, nodeSdk } from './node-sdk.js';

const store = { project, logstore };
const nowSeconds = Math.floor(Date.now() / 1_000);
const at = (epochSeconds: number): Date => new Date(epochSeconds * 1_000);
const [from, to] = [at(nowSeconds - 100), at(nowSeconds + 1)];
const token = { id: 'temporary-id', secret: 'temporary-secret', securityToken: 'temporary-token' };

describeWithPeer('the Node SDK as a client of the emulator', nodeSdk, nodePackages, ({ require }) => {
  let emulator: Emulator;
  let ours: SlsClient;
  const closing: (() => void)[] = [];
  const theirs = (keys: NodeKeys = credentials): NodeClient => {
    const { client, close } = nodeClient(require, emulator.sls.port, keys);
    closing.push(close);
    return client;
  };
  beforeEach(async () => {
    emulator = await startEmulator({
      sls: { accessKeys: [{ id: credentials.accessKeyId, secret: credentials.secretAccessKey }, token] },
    });
    ours = createSlsClient({ endpoint: emulator.sls.endpoint, credentials });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) close();
    await ours.close();
    await emulator.stop();
  });
  const furnish = async (): Promise<void> => {
    emulator.sls.createProject(project);
    emulator.sls.createLogstore({ ...store, shards: 1 });
    await ours.indexes.create({
      ...store,
      index: { line: { token: [' ', '/'] }, keys: { n: { type: 'long', doc_value: true } } },
    });
  };

  test('makes, describes, changes and takes away a project, a logstore and an index, as ours sees them', async () => {
    const client = theirs();
    await client.createProject(project, { description: '説明' });
    expect(await client.getProject(project)).toMatchObject({ projectName: project, description: '説明' });
    expect(await ours.projects.get({ project })).toMatchObject({ description: '説明' });

    await client.createLogStore(project, logstore, { ttl: 7, shardCount: 3 });
    expect(await ours.logstores.get(store)).toMatchObject({ ttlDays: 7, shardCount: 3 });
    await client.updateLogStore(project, logstore, { ttl: 30, shardCount: 3 });
    expect(await client.getLogStore(project, logstore)).toMatchObject({ logstoreName: logstore, ttl: 30 });
    await ours.logstores.create({ project, logstore: 'audit' });
    // It sends empty values where nothing is named.
    expect(await client.listLogStore(project)).toEqual({ count: 2, total: 2, logstores: ['audit', logstore] });
    expect(await client.listLogStore(project, { logstoreName: 'aud', offset: 0, size: 10 })).toMatchObject({
      total: 1,
    });

    const index = { line: { token: [','], caseSensitive: false } };
    await client.createIndex(project, logstore, index);
    expect(await ours.indexes.get(store)).toMatchObject(index);
    const changed = { ...index, keys: { n: { type: 'long', doc_value: true } } };
    await client.updateIndex(project, logstore, changed);
    expect(await client.getIndexConfig(project, logstore)).toEqual(await ours.indexes.get(store));
    expect(await client.getIndexConfig(project, logstore)).toMatchObject(changed);
    await client.deleteIndex(project, logstore);
    await expect(client.getIndexConfig(project, logstore)).rejects.toMatchObject({ code: 'IndexConfigNotExist' });

    await client.deleteLogStore(project, logstore);
    await client.deleteProject(project);
    expect(await ours.projects.list().all()).toEqual([]);
  });

  test('what it puts, ours pulls and finds: every field of every log', async () => {
    await furnish();
    const contents = [
      { n: '1', 日: '志 😀', empty: '' },
      { n: '2', line: 'a\r\nb\t"', long: 'x'.repeat(100_000) },
    ];
    const group: NodeLogGroup = {
      logs: contents.map((content, i) => ({
        ...{ timestamp: nowSeconds - i, content },
        ...(i === 0 && { timestampNsPart: 123_456_789 }),
      })),
      tags: [{ host: 'web-1' }, { 区: '域' }],
      ...{ topic: 't-日', source: '10.0.0.7' },
    };
    await theirs().postLogStoreLogs(project, logstore, group);
    const { logGroups } = await pullAll();
    expect(logGroups).toEqual([
      {
        ...{ topic: group.topic, source: group.source },
        tags: [
          ['host', 'web-1'],
          ['区', '域'],
        ],
        logs: [
          { timeSeconds: nowSeconds, timeNsPart: 123_456_789, contents: Object.entries(contents[0] ?? {}) },
          { timeSeconds: nowSeconds - 1, contents: Object.entries(contents[1] ?? {}) },
        ],
      },
    ]);
    const { logs } = await ours.logs.get({ ...store, from, to, query: 'n: 2' });
    expect(logs).toEqual([expect.objectContaining({ ...contents[1], __topic__: 't-日', '__tag__:区': '域' })]);
  });

  test('what ours puts, it finds: logs, rows of SQL and histograms, as ours does', async () => {
    await furnish();
    const logs = Array.from({ length: 25 }, (_, n) => ({
      time: at(nowSeconds - n),
      fields: { n, text: `日志 ${n % 5}` },
    }));
    await ours.logs.put({ ...store, topic: 'web', source: '10.0.0.7', tags: { host: 'web-1' }, logs });
    const client = theirs();
    const asked = { query: '日志', topic: 'web', line: 10, offset: 5, reverse: true };
    const own = await ours.logs.get({
      ...store,
      from,
      to,
      query: '日志',
      topic: 'web',
      limit: 10,
      offset: 5,
      newestFirst: true,
    });
    expect(own.logs).toHaveLength(10);
    expect(await client.getLogs(project, logstore, from, to, asked)).toEqual(own.logs);

    const sql = '* | select count(*) as n';
    expect(await client.getLogs(project, logstore, from, to, { query: sql })).toEqual(
      (await ours.logs.get({ ...store, from, to, query: sql })).logs,
    );

    const { buckets } = await ours.logs.histogram({ ...store, from, to, query: '日志' });
    expect(await client.getHistograms(project, logstore, from, to, { query: '日志' })).toEqual(
      buckets.map(({ fromSeconds, toSeconds, count }) => ({
        from: fromSeconds,
        to: toSeconds,
        count,
        progress: 'Complete',
      })),
    );
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(25);
  });

  test('signs with a token, and is refused with a wrong secret or a wrong token', async () => {
    const { id: accessKeyId, secret: secretAccessKey, securityToken } = token;
    emulator.sls.createProject(project);
    const keys = { accessKeyId, secretAccessKey, securityToken };
    expect(await theirs(keys).getProject(project)).toMatchObject({ projectName: project });
    const wrong = {
      code: expect.stringMatching(/^(SignatureNotMatch|Unauthorized)$/),
      requestid: expect.stringMatching(/./),
    };
    await expect(theirs({ ...keys, securityToken: 'other' }).getProject(project)).rejects.toMatchObject(wrong);
    await expect(theirs({ ...credentials, secretAccessKey: 'other' }).getProject(project)).rejects.toMatchObject(wrong);
  });

  async function pullAll(): Promise<PulledBatch> {
    const shard = { ...store, shard: 0 };
    return await ours.logs.pull({ ...shard, cursor: await ours.cursors.get({ ...shard, at: 'begin' }) });
  }
});

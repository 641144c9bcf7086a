import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@polylog/core/driver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeShard, splitShard } from './change-shards.js';
import { getCheckpoints, updateCheckpoint } from './checkpoints.js';
import { connect } from './connect.js';
import type { SlsConnection } from './connection.js';
import {
  createConsumerGroup,
  deleteConsumerGroup,
  listConsumerGroups,
  updateConsumerGroup,
} from './consumer-groups.js';
import { getCursor } from './get-cursor.js';
import { heartbeat } from './heartbeat.js';
import { listShards } from './list-shards.js';
import { createLogstore, deleteLogstore, getLogstore, listLogstores } from './logstores.js';
import { createProject, deleteProject, getProject } from './projects.js';
import { pullLogs } from './pull-logs.js';
import { putLogs } from './put-logs.js';
import { signatureV1 } from './sign-v1.js';

const credentials = { accessKeyId: 'LTAI-test-key-id', secretAccessKey: 'test-key-secret-0123456789' };
const nowMs = Date.UTC(2026, 2, 3, 4, 5, 6);
const clock = { ...systemClock, now: () => nowMs };
const ref = { project: 'proj', logstore: 'store' };
const o = { signal: new AbortController().signal };

interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

let server: Server;
let connection: SlsConnection;
let seen: Seen[];
let answers: { status?: number; headers?: Record<string, string>; body?: string }[];

beforeEach(async () => {
  seen = [];
  answers = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body: Buffer.concat(chunks) });
      const { status = 200, headers = {}, body = '' } = answers.shift() ?? {};
      response.writeHead(status, { 'x-log-requestid': 'REQUEST-ID', ...headers });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  connection = connect({ endpoint: `http://127.0.0.1:${port}`, credentials, clock });
});

afterEach(async () => {
  await connection.transport.close();
  await new Promise((resolve) => server.close(resolve));
});

const pull = { ...ref, shard: '3', cursor: 'MQ==', count: 10, compression: 'lz4', maxRawBytes: 1000 } as const;
const group = { ...ref, group: 'g-1' };
const settings = { name: 'g-1', timeoutSeconds: 30, inOrder: true };

describe('on the wire', () => {
  it('each call is the request that the API reference shows', async () => {
    const tried: Record<string, { line: string; body: string; type: string | undefined }> = {};
    const attempt = async (name: string, answer: unknown, call: () => Promise<unknown>): Promise<void> => {
      answers.push({ body: answer === undefined ? '' : JSON.stringify(answer) });
      await call();
      const { line = '', headers = {}, body = Buffer.alloc(0) } = seen.at(-1) ?? {};
      tried[name] = { line, type: headers['content-type'], body: body.toString() };
    };
    const shard = {
      shardID: 0,
      status: 'readwrite',
      inclusiveBeginKey: '0'.repeat(32),
      exclusiveEndKey: 'f'.repeat(32),
    };
    await attempt('createProject', undefined, () =>
      createProject(connection, { project: 'proj', description: 'd' }, o),
    );
    await attempt('getProject', { projectName: 'proj', description: '', status: 'Normal', region: 'r' }, () =>
      getProject(connection, ref, o),
    );
    await attempt('deleteProject', undefined, () => deleteProject(connection, ref, o));
    await attempt('createLogstore', undefined, () =>
      createLogstore(connection, { ...ref, ttlDays: 7, shardCount: 4 }, o),
    );
    await attempt('getLogstore', { ttl: 7, shardCount: 4 }, () => getLogstore(connection, ref, o));
    await attempt('listLogstores', { count: 1, total: 1, logstores: ['store'] }, () =>
      listLogstores(connection, ref, o),
    );
    await attempt('deleteLogstore', undefined, () => deleteLogstore(connection, ref, o));
    await attempt('listShards', [shard], () => listShards(connection, ref, o));
    await attempt('splitShard', [shard], () =>
      splitShard(connection, { ...ref, shard: '0', key: `8${'0'.repeat(31)}` }, o),
    );
    await attempt('mergeShard', [shard], () => mergeShard(connection, { ...ref, shard: '0' }, o));
    await attempt('getCursor', { cursor: 'MQ==' }, () =>
      getCursor(connection, { ...ref, shard: '0', from: { epochSeconds: 1_700_000_000 } }, o),
    );
    await attempt('putLogs', undefined, () =>
      putLogs(connection, { ...ref, logGroup: Buffer.from('bytes'), compression: 'none' }, o),
    );
    await attempt('putLogs by key', undefined, () =>
      putLogs(connection, { ...ref, logGroup: Buffer.from('bytes'), compression: 'none', hashKey: 'ff' }, o),
    );
    await attempt('listConsumerGroups', [{ name: 'g-1', timeout: 30, order: true }], () =>
      listConsumerGroups(connection, ref, o),
    );
    await attempt('createConsumerGroup', undefined, () => createConsumerGroup(connection, { ...ref, settings }, o));
    await attempt('updateConsumerGroup', undefined, () => updateConsumerGroup(connection, { ...ref, settings }, o));
    await attempt('deleteConsumerGroup', undefined, () => deleteConsumerGroup(connection, group, o));
    await attempt('heartbeat', [0, 1], () =>
      heartbeat(connection, { ...group, member: 'a member/日', holding: ['0', '1'] }, o),
    );
    await attempt('getCheckpoints', [], () => getCheckpoints(connection, group, o));
    await attempt('getCheckpoints of one shard', [], () => getCheckpoints(connection, { ...group, shard: '2' }, o));
    await attempt('updateCheckpoint', undefined, () =>
      updateCheckpoint(connection, { ...group, member: 'm', shard: '3', cursor: 'MQ==' }, o),
    );
    expect(tried).toMatchSnapshot();
  });

  it('every request names the project in Host, the date, the version, and carries a signature that verifies', async () => {
    answers.push({ body: '[0]' });
    await heartbeat(connection, { ...group, member: 'a b', holding: ['0'] }, o);
    const { headers, body, line } = seen[0] as Seen;
    const { port } = server.address() as AddressInfo;
    expect(headers).toMatchObject({
      host: `proj.127.0.0.1:${port}`,
      date: 'Tue, 03 Mar 2026 04:05:06 GMT',
      'x-log-apiversion': '0.6.0',
      'x-log-signaturemethod': 'hmac-sha1',
      'x-log-bodyrawsize': '3',
      'content-length': '3',
      'user-agent': 'polylog-alibaba-sls',
    });
    const url = new URL(line.split(' ')[1] ?? '', 'http://host');
    const signed = {
      method: 'POST',
      path: url.pathname,
      query: [...url.searchParams],
      headers: headers as Record<string, string>,
      body,
    };
    expect(headers.authorization).toBe(`LOG LTAI-test-key-id:${signatureV1(signed, credentials.secretAccessKey)}`);
  });

  it('a pull names what it takes, and sends end and filter only where there are some', async () => {
    const headers = {
      'x-log-cursor': 'MQ==',
      'x-log-count': '0',
      'x-log-bodyrawsize': '0',
      'x-log-end-of-cursor': '1',
    };
    answers.push({ headers }, { headers });
    const head = await pullLogs(connection, pull, o);
    expect(head).toMatchObject({ nextCursor: 'MQ==', groupCount: 0, rawBytes: 0, atEnd: true, lastCursor: undefined });
    await pullLogs(connection, { ...pull, compression: 'none', endCursor: 'Mg==', query: "* | where a = '1'" }, o);
    expect(seen.map(({ line }) => line)).toEqual([
      'GET /logstores/store/shards/3?type=log&cursor=MQ%3D%3D&count=10',
      'GET /logstores/store/shards/3?type=log&cursor=MQ%3D%3D&count=10&end_cursor=Mg%3D%3D&query=%2A%20%7C%20where%20a%20%3D%20%271%27&pullMode=scan_on_stream',
    ]);
    expect(seen.map((request) => request.headers['accept-encoding'])).toEqual(['lz4', '']);
    expect(seen[0]?.headers).toMatchObject({ accept: 'application/x-protobuf', 'x-log-bodyrawsize': '0' });
    expect(seen[0]?.headers).not.toHaveProperty('content-type');
  });
});

describe('answers', () => {
  it.each([
    ['not JSON', '<html>', 'corrupt-data'],
    ['not a list', '{}', 'corrupt-data'],
    ['a list of something else', '[1]', 'corrupt-data'],
    ['a shard without an id', '[{"status":"readwrite","inclusiveBeginKey":"0","exclusiveEndKey":"f"}]', 'corrupt-data'],
  ])('that are %s are refused, without repeating them', async (_, body, code) => {
    answers.push({ body });
    const error = await listShards(connection, ref, o).catch((e: unknown) => e);
    expect(error).toMatchObject({ code });
    expect((error as Error).message).not.toContain('html');
  });

  it('that say no keep status, code, text and request id', async () => {
    answers.push({
      status: 404,
      body: JSON.stringify({ errorCode: 'LogStoreNotExist', errorMessage: 'logstore store does not exist' }),
    });
    const { port } = server.address() as AddressInfo;
    await expect(listShards(connection, ref, o)).rejects.toMatchObject({
      status: 404,
      code: 'LogStoreNotExist',
      requestId: 'REQUEST-ID',
      message: `ListShards /logstores/store/shards at proj.127.0.0.1:${port}: status 404, LogStoreNotExist: logstore store does not exist (request REQUEST-ID)`,
    });
    expect(seen).toHaveLength(1);
  });

  it.each(['<html>Bad gateway</html>', '', '[]', 'null', '{"errorCode":7}'])(
    'that say no in another way (%j) keep the status',
    async (body) => {
      answers.push({ status: 502, body });
      const error = await listShards(connection, ref, o).catch((e: unknown) => e);
      expect(error).toMatchObject({ status: 502, code: '' });
      expect((error as Error).message).not.toContain('gateway');
    },
  );

  it('that refuse the clock without saying a better time are not tried again', async () => {
    const refusal = {
      status: 400,
      headers: { date: 'Tue, 03 Mar 2026 04:05:06 GMT' },
      body: '{"errorCode":"RequestTimeTooSkewed","errorMessage":""}',
    };
    answers.push(refusal, { body: '[]' });
    await expect(listShards(connection, ref, o)).rejects.toMatchObject({ code: 'RequestTimeTooSkewed' });
    expect(seen).toHaveLength(1);
  });

  it('that refuse the clock twice are not tried a third time', async () => {
    const at = (date: string) => ({
      status: 400,
      headers: { date },
      body: '{"errorCode":"RequestTimeTooSkewed","errorMessage":""}',
    });
    answers.push(at('Tue, 03 Mar 2026 05:05:06 GMT'), at('Tue, 03 Mar 2026 07:05:06 GMT'), { body: '[]' });
    await expect(listShards(connection, ref, o)).rejects.toMatchObject({ code: 'RequestTimeTooSkewed' });
    expect(seen.map(({ headers }) => headers.date)).toEqual([
      'Tue, 03 Mar 2026 04:05:06 GMT',
      'Tue, 03 Mar 2026 05:05:06 GMT',
    ]);
  });

  it('that throttle, fail or redirect are not tried again: that is the core’s to do', async () => {
    for (const status of [403, 429, 500, 503, 302]) {
      answers.push({ status, body: '{"errorCode":"SomeCode","errorMessage":""}' });
      await expect(listShards(connection, ref, o)).rejects.toMatchObject({ status });
    }
    expect(seen).toHaveLength(5);
  });
});

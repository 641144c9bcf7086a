import { isConsumerError } from '@polylog/core/driver';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fromOfficialOptions } from './official-options.js';

const credentials = { accessKeyId: 'PLANTED-ID', secretAccessKey: 'PLANTED-SECRET' };
const ids = {
  projectId: '2a473356cca5487f8373be891bffc1cf',
  logGroupId: 'e0b80ac7-9a09-4a1c-8ae8-f05c87d2f0d1',
  logStreamId: 'c54dbc58-0fd8-48ed-b007-6d54981427a7',
};

/** The parameters of the vendor's table that have to be there. */
const table = {
  region: 'cn-north-4',
  projectId: ids.projectId,
  logGroup: ids.logGroupId,
  logStream: ids.logStreamId,
  ak: credentials.accessKeyId,
  sk: credentials.secretAccessKey,
  consumer_group_name: 'orders-cg',
  start_time: 1_685_444_710_000_000_000n,
};

afterEach(() => vi.restoreAllMocks());

describe('options of the official library', () => {
  it('takes what the vendor’s table requires, and leaves the rest at its defaults', () => {
    expect(fromOfficialOptions(table)).toEqual({
      driver: { region: 'cn-north-4', ...ids, credentials },
      consumer: { group: 'orders-cg', start: { epochMs: 1_685_444_710_000 }, sessionTimeoutMs: 60_000 },
    });
  });

  it('takes every parameter of the vendor’s table, and the endpoint of its sample', () => {
    expect(
      fromOfficialOptions({
        ...table,
        region: ' CN-North-4 ',
        endpoint: 'https://lts-access.cn-north-4.myhuaweicloud.com:8102',
        security_token: 'PLANTED-TOKEN',
        end_time: '1685445470192043318',
        consume_batch_size: 500,
        consumer_count: '3',
      }),
    ).toEqual({
      driver: {
        region: 'CN-North-4',
        endpoint: 'https://lts-access.cn-north-4.myhuaweicloud.com:8102',
        ...ids,
        credentials: { ...credentials, securityToken: 'PLANTED-TOKEN' },
        maxRecords: 500,
      },
      consumer: {
        group: 'orders-cg',
        members: 3,
        start: { epochMs: 1_685_444_710_000 },
        sessionTimeoutMs: 60_000,
        until: { epochMs: 1_685_445_470_193 },
      },
    });
  });

  it('takes the names of the vendor’s sample, too', () => {
    const { driver } = fromOfficialOptions({
      endpoint: 'lts-access.cn-north-4.myhuaweicloud.com',
      region_name: 'cn-north-4',
      project_id: ids.projectId,
      log_group_id: ids.logGroupId,
      log_stream_id: ids.logStreamId,
      access_key: credentials.accessKeyId,
      access_secret: credentials.secretAccessKey,
      consumer_group_name: 'orders-cg',
      start_time: 'begin',
      end_time: 0,
      consume_batch_size: 1000,
    });
    expect(driver).toMatchObject({ ...ids, region: 'cn-north-4', credentials, maxRecords: 1000 });
  });

  it.each([
    [1_685_444_710_000_000_001n, { epochMs: 1_685_444_710_000 }],
    ['1685444710000999999', { epochMs: 1_685_444_710_000 }],
    [1_685_444_710_000_000_000, { epochMs: 1_685_444_710_000 }],
    [new Date(1_685_444_710_000), { epochMs: 1_685_444_710_000 }],
    [{ epochMs: 1_685_444_710_000 }, { epochMs: 1_685_444_710_000 }],
    ['begin', 'earliest'],
    ['end', 'latest'],
  ])('begins at a start_time of %o', (startTime, start) => {
    expect(fromOfficialOptions({ ...table, start_time: startTime }).consumer.start).toEqual(start);
  });

  it.each([0, 0n, '0', '', null, undefined])('has no end where end_time is %o', (endTime) => {
    expect(fromOfficialOptions({ ...table, end_time: endTime }).consumer).not.toHaveProperty('until');
  });

  it('takes a function or an object of the vendor’s SDK for the keys', () => {
    const { ak: _, sk: __, ...rest } = table;
    for (const provider of [async () => credentials, { getAk: () => 'a', getSk: () => 'b', securityToken: 'c' }]) {
      expect(fromOfficialOptions({ ...rest, credentials: provider }).driver.credentials).toBe(provider);
    }
  });

  it('takes a project id that is none by the documentation, with a warning', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    expect(fromOfficialOptions({ ...table, projectId: 'proj-1' }).driver.projectId).toBe('proj-1');
    expect(warn.mock.calls).toEqual([
      [
        'projectId is "proj-1", and the service documents 32 hexadecimal digits. It is taken as it is.',
        'PolylogWarning',
      ],
    ]);
  });

  const wrong: Record<string, Record<string, unknown>> = {
    'region missing': { region: undefined },
    'region empty': { region: ' ' },
    'region no text': { region: 4 },
    'region with a slash': { region: 'cn-north-4/lts' },
    'endpoint no text': { endpoint: 7 },
    'endpoint of the gateway': { endpoint: 'https://lts.cn-north-4.myhuaweicloud.com' },
    'endpoint with a path': { endpoint: 'lts-access.cn-north-4.myhuaweicloud.com/v2' },
    'endpoint of another scheme': { endpoint: 'ftp://lts-access.cn-north-4.myhuaweicloud.com' },
    'project missing': { projectId: '' },
    'project with a slash': { projectId: 'a/b' },
    'log group missing': { logGroup: undefined },
    'log group by name': { logGroup: 'lts-group-orders' },
    'log group no text': { logGroup: 7 },
    'log stream missing': { logStream: null },
    'log stream by name': { logStream: 'lts-topic-orders' },
    'ak missing': { ak: '' },
    'ak no text': { ak: { value: 'PLANTED' } },
    'sk missing': { sk: undefined },
    'sk no text': { sk: 7 },
    'token no text': { securityToken: 7 },
    'token under two names': { securityToken: 'PLANTED', security_token: 'PLANTED' },
    'keys in two ways': { credentials: { accessKeyId: 'PLANTED', secretAccessKey: 'PLANTED' } },
    'provider as text': { credentials: 'PLANTED' },
    'group missing': { consumer_group_name: undefined },
    'group no text': { consumer_group_name: 7 },
    'group with a slash': { consumer_group_name: 'a/b' },
    'group too long': { consumer_group_name: 'g'.repeat(65) },
    'start missing': { start_time: undefined },
    'start 0': { start_time: 0 },
    'start in seconds': { start_time: 1_685_444_710 },
    'start in milliseconds': { start_time: 1_685_444_710_000 },
    'start in milliseconds, as digits': { start_time: '1685444710000' },
    'start in microseconds': { start_time: 1_685_444_710_000_000n },
    'start of the sample': { start_time: 213123123123 },
    'start fractional': { start_time: 1.5 },
    'start negative': { start_time: -1n },
    'start beyond 64 bits': { start_time: 2n ** 63n },
    'start in words': { start_time: 'yesterday' },
    'start an invalid date': { start_time: new Date(Number.NaN) },
    'start an object': { start_time: { epochNs: 1 } },
    'end "end"': { end_time: 'end' },
    'end in seconds': { end_time: 1_685_444_710 },
    'end not after start': { end_time: 1_685_444_710_000_000_000n },
    'batch of 0': { consume_batch_size: 0 },
    'batch too large': { consume_batch_size: 1001 },
    'batch fractional': { consume_batch_size: 1.5 },
    'batch no number': { consume_batch_size: 'many' },
    'no consumers': { consumer_count: 0 },
    'half a consumer': { consumer_count: 0.5 },
    'misspelt name': { logGrop: 'a' },
    'misspelt in the style of another language': { consumerCount: 2 },
    'name of nothing at all': { colour: 'red' },
    'no counterpart: log level': { log_level: 'INFO' },
    'no counterpart: test': { is_test: true },
  };

  it('says in one helpful line what is wrong with each of them, and never a secret', () => {
    const lines = Object.fromEntries(
      Object.entries(wrong).map(([name, change]) => {
        try {
          fromOfficialOptions({ ...table, ...change });
          return [name, 'NO ERROR'];
        } catch (error) {
          expect(isConsumerError(error) && error.code).toBe('invalid-argument');
          return [name, (error as Error).message];
        }
      }),
    );
    for (const [name, line] of Object.entries(lines)) {
      expect(line, name).not.toBe('NO ERROR');
      expect(line, name).not.toMatch(/PLANTED|\n/);
    }
    expect(lines).toMatchSnapshot();
  });
});

import { isConsumerError } from '@polylog/core/driver';
import { describe, expect, it } from 'vitest';
import { fromOfficialOptions } from './official-options.js';

const plantedKeyId = 'LTAI-PLANTED-KEY-ID';
const plantedSecret = 'PLANTED-SECRET';
const plantedToken = 'PLANTED-TOKEN';

const python = {
  endpoint: 'cn-hangzhou.log.aliyuncs.com',
  access_key_id: plantedKeyId,
  access_key: plantedSecret,
  project: 'ali-test-project-python',
  logstore: 'ali-test-logstore',
  consumer_group_name: 'consumer-group-1',
  consumer_name: 'consumer-group-1-A',
};

describe('options of the official libraries', () => {
  it('takes the example of the vendor’s Python page as it stands there', () => {
    expect(
      fromOfficialOptions({
        ...python,
        cursor_position: 'BEGIN_CURSOR',
        heartbeat_interval: 6,
        data_fetch_interval: 1,
      }),
    ).toEqual({
      driver: {
        endpoint: 'cn-hangzhou.log.aliyuncs.com',
        project: 'ali-test-project-python',
        logstore: 'ali-test-logstore',
        credentials: { accessKeyId: plantedKeyId, secretAccessKey: plantedSecret },
      },
      consumer: {
        group: 'consumer-group-1',
        member: 'consumer-group-1-A',
        start: 'earliest',
        heartbeatMs: 6000,
        sessionTimeoutMs: 18_000,
        idleMs: 1000,
      },
    });
  });

  it('takes every Python parameter', () => {
    expect(
      fromOfficialOptions({
        ...python,
        security_token: plantedToken,
        cursor_position: 'SPECIAL_TIMER_CURSOR',
        cursor_start_time: '2023-11-14 22:13:20+00:00',
        cursor_end_time: 1_700_003_600,
        heartbeat_interval: 20,
        consumer_group_time_out: 90,
        data_fetch_interval: 0.5,
        in_order: true,
        max_fetch_log_group_size: 500,
        query: "* | where level = 'error'",
        region: 'cn-hangzhou',
        auth_version: 'v4',
        accept_compress_type: 'zstd',
      }),
    ).toEqual({
      driver: {
        endpoint: 'cn-hangzhou.log.aliyuncs.com',
        project: 'ali-test-project-python',
        logstore: 'ali-test-logstore',
        credentials: { accessKeyId: plantedKeyId, secretAccessKey: plantedSecret, securityToken: plantedToken },
        region: 'cn-hangzhou',
        signature: 'v4',
        maxLogGroups: 500,
        query: "* | where level = 'error'",
        compression: 'zstd',
      },
      consumer: {
        group: 'consumer-group-1',
        member: 'consumer-group-1-A',
        start: { epochMs: 1_700_000_000_000 },
        until: { epochMs: 1_700_003_600_000 },
        heartbeatMs: 20_000,
        sessionTimeoutMs: 90_000,
        idleMs: 500,
        order: 'lineage',
      },
    });
  });

  it('takes the Go field names, and Go’s zero values as "not set"', () => {
    expect(
      fromOfficialOptions({
        Endpoint: 'cn-hangzhou.log.aliyuncs.com',
        AccessKeyID: plantedKeyId,
        AccessKeySecret: plantedSecret,
        SecurityToken: '',
        Project: 'proj',
        Logstore: 'store',
        ConsumerGroupName: 'g',
        ConsumerName: 'c',
        CursorPosition: 'END_CURSOR',
        CursorStartTime: 0,
        CursorEndTime: 0,
        HeartbeatIntervalInSecond: 5,
        HeartbeatTimeoutInSecond: 40,
        DataFetchIntervalInMs: 300,
        MaxFetchLogGroupCount: 100,
        InOrder: false,
        CompressType: 0,
        Query: '*',
        Region: 'cn-hangzhou',
        AuthVersion: 'v1',
        MaxIoWorkers: 0,
      }),
    ).toMatchObject({
      driver: { maxLogGroups: 100, signature: 'v1', query: '*' },
      consumer: {
        group: 'g',
        member: 'c',
        start: 'latest',
        heartbeatMs: 5000,
        sessionTimeoutMs: 40_000,
        idleMs: 300,
        order: 'partition',
      },
    });
  });

  it('takes the Java names', () => {
    const { driver, consumer } = fromOfficialOptions({
      consumerGroup: 'g',
      consumer: 'c',
      endpoint: 'cn-hangzhou.log.aliyuncs.com',
      project: 'proj',
      logstore: 'store',
      accessId: plantedKeyId,
      accessKey: plantedSecret,
      stsToken: plantedToken,
      startTimestamp: 1_700_000_000,
      heartBeatIntervalMillis: 5000,
      timeoutInSeconds: 60,
      fetchIntervalMillis: 200,
      consumeInOrder: true,
      maxFetchLogGroupSize: 10,
      signVersion: 'V4',
      proxyHost: 'proxy.internal',
      proxyPort: 3128,
    });
    expect(consumer).toEqual({
      group: 'g',
      member: 'c',
      start: { epochMs: 1_700_000_000_000 },
      heartbeatMs: 5000,
      sessionTimeoutMs: 60_000,
      idleMs: 200,
      order: 'lineage',
    });
    expect(driver).toMatchObject({ signature: 'v4', maxLogGroups: 10, proxy: 'http://proxy.internal:3128' });
  });

  it('takes values as text, as the environment has them', () => {
    expect(
      fromOfficialOptions({ ...python, heartbeat_interval: '6', in_order: 'False', cursor_start_time: '1700000000' })
        .consumer,
    ).toMatchObject({ heartbeatMs: 6000, order: 'partition', start: { epochMs: 1_700_000_000_000 } });
  });

  it('hands a credentials function on and asks for no keys then', async () => {
    const { access_key_id: _id, access_key: _key, ...rest } = python;
    const source = async () => ({ accessKeyId: 'a', secretAccessKey: 'b' });
    expect(fromOfficialOptions({ ...rest, credentials_refresher: source }).driver.credentials).toBe(source);
  });

  it('starts from the beginning where neither position nor time is given, as the Python library does', () => {
    expect(fromOfficialOptions(python).consumer.start).toBe('earliest');
    expect(fromOfficialOptions({ ...python, cursor_start_time: 'end' }).consumer.start).toBe('latest');
  });

  const wrong: Record<string, Record<string, unknown>> = {
    'endpoint missing': { endpoint: undefined },
    'endpoint empty': { endpoint: '' },
    'endpoint no text': { endpoint: 7 },
    'endpoint with a scheme of its own': { endpoint: 'ftp://cn-hangzhou.log.aliyuncs.com' },
    'endpoint with a path': { endpoint: 'cn-hangzhou.log.aliyuncs.com/logstores/a' },
    'key id missing': { access_key_id: '' },
    'key missing': { access_key: null },
    'key no text': { access_key: { value: plantedSecret } },
    'token no text': { security_token: [plantedToken] },
    'refresher no function': { credentials_refresher: plantedSecret },
    'project missing': { project: undefined },
    'project wrong': { project: 'My_Project' },
    'logstore missing': { logstore: undefined },
    'logstore wrong': { logstore: 'UPPER' },
    'group missing': { consumer_group_name: undefined },
    'group wrong': { consumer_group_name: 'a group' },
    'consumer wrong': { consumer_name: 'a\nb' },
    'position wrong': { cursor_position: 'BEGINNING' },
    'start with a position that does not use it': { cursor_position: 'BEGIN_CURSOR', cursor_start_time: 1_700_000_000 },
    'special position without a time': { cursor_position: 'SPECIAL_TIMER_CURSOR' },
    'start in milliseconds': { cursor_start_time: 1_700_000_000_000 },
    'start without a zone': { cursor_start_time: '2023-11-14 22:13:20' },
    'start spoken': { cursor_start_time: '1 hour ago' },
    'end "end"': { cursor_end_time: 'end' },
    'end not after start': { cursor_start_time: 1_700_000_000, cursor_end_time: 1_700_000_000 },
    'heartbeat negative': { heartbeat_interval: -1 },
    'heartbeat no number': { heartbeat_interval: 'often' },
    'fetch interval too long': { data_fetch_interval: 601 },
    'groups too many': { max_fetch_log_group_size: 5000 },
    'groups fractional': { max_fetch_log_group_size: 1.5 },
    'order no flag': { in_order: 'yes' },
    'timeout fractional': { consumer_group_time_out: 1.5 },
    'query no text': { query: 1 },
    'region wrong': { region: 'CN HANGZHOU' },
    'signature wrong': { auth_version: 'v0' },
    'compression wrong': { accept_compress_type: 'gzip' },
    'compression number wrong': { CompressType: 9 },
    'proxy without a port': { proxyHost: 'proxy.internal' },
    'proxy without a host': { proxyPort: 3128 },
    'proxy host with a scheme': { proxyHost: 'http://proxy.internal', proxyPort: 3128 },
    'two names of one parameter': { Project: 'other' },
    'misspelt name': { consumer_group: 'g' },
    'misspelt in the style of another language': { hearbeatInterval: 1 },
    'name of nothing at all': { colour: 'red' },
    'no counterpart: workers': { worker_pool_size: 4 },
    'no counterpart: processor': { processor: 'p-1' },
    'no counterpart: memory': { maxInProgressingDataSizeInMB: 100 },
  };

  it('says in one helpful line what is wrong with each of them, and never a secret', () => {
    const lines = Object.fromEntries(
      Object.entries(wrong).map(([name, change]) => {
        try {
          fromOfficialOptions({ ...python, security_token: plantedToken, ...change });
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

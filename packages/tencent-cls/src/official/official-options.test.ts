import { isConsumerError } from '@polylog/core/driver';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fromOfficialOptions } from './official-options.js';

const logset = '0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89';
const credentials = { accessKeyId: 'PLANTED-ID', secretAccessKey: 'PLANTED-SECRET' };

/** The vendor's sample, which names two topics and reads from the end. */
const sample = {
  endpoint: 'ap-guangzhou.cls.tencentcs.com',
  access_key_id: credentials.accessKeyId,
  access_key: credentials.secretAccessKey,
  region: 'ap-guangzhou',
  logset_id: logset,
  topic_ids: ['topic_id_1', 'topic_id_2'],
  consumer_group_name: 'consumer-group-1',
  consumer_name: 'consumer-group-1-A',
  heartbeat_interval: 3,
  data_fetch_interval: 1,
  offset_start_time: 'end',
  max_fetch_log_group_size: 10_485_760,
};

afterEach(() => vi.restoreAllMocks());

describe('options of the official library', () => {
  it('takes the vendor’s sample as it stands there', () => {
    expect(fromOfficialOptions(sample)).toEqual({
      driver: {
        endpoint: 'ap-guangzhou.cls.tencentcs.com',
        region: 'ap-guangzhou',
        credentials,
        logsetId: logset,
        topicIds: ['topic_id_1', 'topic_id_2'],
        maxReadBytes: 10_485_760,
      },
      consumer: {
        group: 'consumer-group-1',
        member: 'consumer-group-1-A',
        start: 'latest',
        sessionTimeoutMs: 6_000,
        idleMs: 1_000,
      },
    });
  });

  it('takes every parameter of the vendor’s table', () => {
    const { driver, consumer } = fromOfficialOptions({
      ...sample,
      region: 'ap_guangzhou',
      topic_ids: 'topic_id_1, topic_id_2,topic_id_1,',
      internal: 'TRUE',
      heartbeat_interval: 1800,
      data_fetch_interval: 2,
      offset_start_time: '1711607794',
      offset_end_time: '1711607795',
      max_fetch_log_group_size: '2097152',
      query: 'level:error',
    });
    expect(driver).toMatchObject({
      region: 'ap-guangzhou',
      topicIds: ['topic_id_1', 'topic_id_2'],
      internal: true,
      maxReadBytes: 2_097_152,
      query: 'level:error',
    });
    expect(consumer).toMatchObject({
      start: { epochMs: 1_711_607_794_000 },
      until: { epochMs: 1_711_607_795_000 },
      sessionTimeoutMs: 3_600_000,
      idleMs: 2_000,
    });
  });

  it('has the vendor’s session where no interval is given, and no end where it is empty', () => {
    const { driver, consumer } = fromOfficialOptions({
      ...sample,
      heartbeat_interval: undefined,
      data_fetch_interval: undefined,
      max_fetch_log_group_size: undefined,
      consumer_name: '',
      internal: false,
      offset_end_time: '',
      query: null,
    });
    expect(consumer).toEqual({ group: 'consumer-group-1', start: 'latest', sessionTimeoutMs: 40_000 });
    expect(driver).toMatchObject({ internal: false });
    expect(driver).not.toHaveProperty('query');
    expect(fromOfficialOptions({ ...sample, offset_start_time: 'begin' }).consumer.start).toBe('earliest');
  });

  it.each([
    [0, 2_097_152],
    [1_048_576, 2_097_152],
    [10_485_761, 10_485_760],
  ])('puts a size of %i right, with a warning', (size, taken) => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { driver } = fromOfficialOptions({ ...sample, max_fetch_log_group_size: size });
    expect(driver.maxReadBytes).toBe(taken);
    expect(warn.mock.calls).toEqual([
      [
        `max_fetch_log_group_size is ${size}, and the service documents 2097152 to 10485760 bytes; ${taken} is taken.`,
        'PolylogWarning',
      ],
    ]);
  });

  const wrong: Record<string, Record<string, unknown>> = {
    'endpoint missing': { endpoint: undefined },
    'endpoint empty': { endpoint: '' },
    'endpoint no text': { endpoint: 7 },
    'endpoint of API 3.0': { endpoint: 'cls.tencentcloudapi.com' },
    'endpoint of another region': { endpoint: 'ap-beijing.cls.tencentcs.com' },
    'endpoint with a path': { endpoint: 'ap-guangzhou.cls.tencentcs.com/structuredlog' },
    'key id missing': { access_key_id: '' },
    'key missing': { access_key: null },
    'key no text': { access_key: { value: 'PLANTED' } },
    'region missing': { region: undefined },
    'region wrong': { region: 'Guangzhou' },
    'region no text': { region: 1 },
    'logset missing': { logset_id: undefined },
    'two logsets': { logset_id: `${logset},${logset}` },
    'logsets as a list': { logset_id: [logset] },
    'topics missing': { topic_ids: undefined },
    'topics empty': { topic_ids: [] },
    'topics of commas': { topic_ids: ' , ' },
    'topics no list': { topic_ids: { a: 1 } },
    'topic no text': { topic_ids: ['a', 7] },
    'topic wrong': { topic_ids: 'a b' },
    'group missing': { consumer_group_name: undefined },
    'group wrong': { consumer_group_name: 'a group' },
    'internal in words': { internal: 'inside' },
    'consumer wrong': { consumer_name: 'a/b' },
    'consumer no text': { consumer_name: 7 },
    'heartbeat 0': { heartbeat_interval: 0 },
    'heartbeat negative': { heartbeat_interval: -1 },
    'heartbeat above 30 minutes': { heartbeat_interval: 1801 },
    'heartbeat fractional': { heartbeat_interval: 1.5 },
    'heartbeat no number': { heartbeat_interval: 'often' },
    'fetch interval 0': { data_fetch_interval: 0 },
    'fetch interval below a second': { data_fetch_interval: 0.5 },
    'start missing': { offset_start_time: undefined },
    'start in milliseconds': { offset_start_time: '1711607794000' },
    'start in an older spelling': { offset_start_time: 'start' },
    'start without a zone': { offset_start_time: '2024-03-28 06:36:34' },
    'size no number': { max_fetch_log_group_size: 'large' },
    'size negative': { max_fetch_log_group_size: -1 },
    'end "end"': { offset_end_time: 'end' },
    'end in milliseconds': { offset_end_time: '1711607794000' },
    'end not after start': { offset_start_time: '1711607794', offset_end_time: '1711607794' },
    'query no text': { query: 1 },
    'misspelt name': { topic_id: 'a' },
    'misspelt in the style of another language': { consumerGroupName: 'g' },
    'name of nothing at all': { colour: 'red' },
    'no counterpart: workers': { worker_pool_size: 2 },
    'no counterpart: executor': { shared_executor: {} },
  };

  it('says in one helpful line what is wrong with each of them, and never a secret', () => {
    const lines = Object.fromEntries(
      Object.entries(wrong).map(([name, change]) => {
        try {
          fromOfficialOptions({ ...sample, ...change });
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

import { type LogtailConfig, logtailConfig } from '@polylog/alibaba-sls';
import { describe, expect, it } from 'vitest';
import { logstore, project, refusal, startClient } from './client-service.js';

const files = { logstore, path: '/var/log/nginx', filePattern: 'access*.log' };

describe('the usual Logtail configurations', () => {
  it('simple: a line is a log', () => {
    expect(logtailConfig.simple({ name: 'lines', ...files })).toEqual({
      configName: 'lines',
      inputType: 'file',
      inputDetail: {
        logType: 'common_reg_log',
        regex: '(.*)',
        key: ['content'],
        timeFormat: '',
        logPath: '/var/log/nginx',
        filePattern: 'access*.log',
        topicFormat: 'none',
        localStorage: true,
        filterKey: [],
        filterRegex: [],
      },
      outputType: 'LogService',
      outputDetail: { logstoreName: logstore },
    });
  });

  it('regex: an expression takes logs apart, and others choose among them', () => {
    const config = logtailConfig.regex({
      name: 'regex',
      ...files,
      regex: '(\\S+) (\\S+) (.*)',
      keys: ['time', 'level', 'msg'],
      beginRegex: '\\d{4}-.*',
      timeFormat: '%Y-%m-%dT%H:%M:%S',
      topicFormat: 'group_topic',
      filter: { level: 'ERROR|WARN' },
      sample: '2026-03-03T04:05:06 ERROR broken',
      fileEncoding: 'gbk',
      maxDepth: 3,
      input: { discardUnmatch: true },
    });
    expect(config).toMatchObject({ logSample: '2026-03-03T04:05:06 ERROR broken' });
    expect(config.inputDetail).toMatchObject({
      regex: '(\\S+) (\\S+) (.*)',
      key: ['time', 'level', 'msg'],
      logBeginRegex: '\\d{4}-.*',
      timeFormat: '%Y-%m-%dT%H:%M:%S',
      topicFormat: 'group_topic',
      filterKey: ['level'],
      filterRegex: ['ERROR|WARN'],
      fileEncoding: 'gbk',
      maxDepth: 3,
      discardUnmatch: true,
    });
  });

  it('delimiter and JSON: with a field that is the time, or the time of collection', () => {
    const shape = { name: 'csv', ...files, separator: ',', keys: ['at', 'msg'], sample: '1,a' };
    expect(logtailConfig.delimiter(shape).inputDetail).toMatchObject({
      logType: 'delimiter_log',
      separator: ',',
      quote: '"',
      key: ['at', 'msg'],
      autoExtend: true,
      timeKey: '',
      timeFormat: '',
    });
    const timed = { timeKey: 'at', timeFormat: '%s' };
    expect(logtailConfig.delimiter({ ...shape, ...timed }).inputDetail).toMatchObject(timed);
    expect(logtailConfig.json({ name: 'json', ...files, ...timed }).inputDetail).toMatchObject({
      logType: 'json_log',
      ...timed,
    });
  });

  it('refuse what does not fit together', () => {
    const shape = { name: 'csv', ...files, separator: ',', keys: ['at'], sample: '1' };
    expect(() => logtailConfig.delimiter({ ...shape, keys: [] })).toThrow('keys is empty');
    expect(() => logtailConfig.delimiter({ ...shape, timeKey: 'at' })).toThrow('go together');
    expect(() => logtailConfig.delimiter({ ...shape, timeKey: 'x', timeFormat: '%s' })).toThrow('not among the keys');
    expect(() => logtailConfig.json({ name: 'json', ...files, timeFormat: '%s' })).toThrow('go together');
  });
});

describe('Logtail configurations', () => {
  it.each([
    logtailConfig.simple({ name: 'simple', ...files }),
    logtailConfig.regex({ name: 'regex', ...files, regex: '(.*)', keys: ['a'] }),
    logtailConfig.delimiter({ name: 'delimiter', ...files, separator: '|', keys: ['a'], sample: 'x' }),
    logtailConfig.json({ name: 'json', ...files }),
    {
      configName: 'everything',
      inputType: 'plugin',
      inputDetail: {
        plugin: { inputs: [{ type: 'service_docker_stdout', detail: { Stdout: true } }] },
        sensitive_keys: [],
      },
      outputType: 'LogService',
      outputDetail: { logstoreName: logstore, endpoint: 'cn-hangzhou.log.aliyuncs.com' },
      alarm: { level: 3 },
    } satisfies LogtailConfig,
  ])('come back as they were created: $configName', async (config) => {
    const { client } = await startClient();
    await client.logtailConfigs.create({ project, config });
    const found = await client.logtailConfigs.get({ project, config: config.configName });
    expect(found).toEqual({ ...config, createTime: expect.any(Number), lastModifyTime: expect.any(Number) });
  });

  it('are listed by name and logstore, replaced, and deleted', async () => {
    const { client } = await startClient();
    const config = logtailConfig.json({ name: 'one', ...files });
    await client.logtailConfigs.create({ project, config });
    await client.logtailConfigs.create({
      project,
      config: logtailConfig.json({ name: 'two', ...files, logstore: 'other' }),
    });
    expect(await client.logtailConfigs.list({ project })).toEqual({ items: ['one', 'two'], total: 2 });
    expect(await client.logtailConfigs.list({ project, pageSize: 1 }).all()).toEqual(['one', 'two']);
    expect((await client.logtailConfigs.list({ project, logstore: 'other' })).items).toEqual(['two']);
    expect((await client.logtailConfigs.list({ project, nameContains: 'on' })).items).toEqual(['one']);
    await client.logtailConfigs.update({ project, config: { ...config, logSample: '{}' } });
    expect((await client.logtailConfigs.get({ project, config: 'one' })).logSample).toBe('{}');
    await client.logtailConfigs.delete({ project, config: 'one' });
    const missing = await refusal(client.logtailConfigs.get({ project, config: 'one' }));
    expect(missing).toMatchObject({ code: 'not-found', serviceCode: 'ConfigNotExist', status: 404 });
  });

  it('go into the path whole, whatever their name, and a name that no path can carry is refused', async () => {
    const { client } = await startClient();
    const odd = await refusal(client.logtailConfigs.get({ project, config: '##1.0##k8s 日志?x=1' }));
    expect(odd).toMatchObject({
      serviceCode: 'ConfigNotExist',
      message: expect.stringContaining('##1.0##k8s 日志?x=1'),
    });
    for (const config of ['a/b', '..', '', 'a\nb'])
      expect((await refusal(client.logtailConfigs.get({ project, config }))).code).toBe('invalid-argument');
    expect((await refusal(client.logtailConfigs.create({ project } as never))).message).toContain('config is missing');
  });
});

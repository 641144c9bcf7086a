import { lz4Block, none, zstd } from '@polylog/driver-kit';
import { describe, expect, it } from 'vitest';
import { slsDriver } from './driver.js';
import type { SlsDriverOptions } from './options.js';

const good: SlsDriverOptions = {
  endpoint: 'cn-hangzhou.log.aliyuncs.com',
  project: 'my-project',
  logstore: 'my-logstore',
  credentials: { accessKeyId: 'PLANTED-ID', secretAccessKey: 'PLANTED-SECRET' },
};

const wrong: Record<string, Record<string, unknown>> = {
  'no endpoint': { endpoint: undefined },
  'endpoint with the project': { endpoint: 'my-project.cn-hangzhou.log.aliyuncs.com' },
  'endpoint with keys': { endpoint: 'https://PLANTED:PLANTED@cn-hangzhou.log.aliyuncs.com' },
  'no project': { project: undefined },
  'project in capitals': { project: 'MyProject' },
  'logstore with a slash': { logstore: 'a/b' },
  'no credentials': { credentials: undefined },
  'credentials as text': { credentials: 'PLANTED-SECRET' },
  'credentials under other names': { credentials: { accessKeyID: 'PLANTED', accessKeySecret: 'PLANTED' } },
  'an unset environment variable': { credentials: { accessKeyId: 'PLANTED-ID', secretAccessKey: undefined } },
  'another signature': { signature: 'v2' },
  'v4 without a region': { signature: 'v4', endpoint: 'sls.example.org' },
  'too many log groups': { maxLogGroups: 1001 },
  'log groups as text': { maxLogGroups: '10' },
  'another compression': { compression: 'gzip' },
  'the factory of a codec instead of what it makes': { compression: () => lz4Block },
  'a codec that reads nothing': { compression: { name: 'lz4', compress: lz4Block.compress } },
  'a codec without a name': { compression: { ...lz4Block, name: undefined } },
  'a codec of another name': { compression: { ...lz4Block, name: 'snappy' } },
  'a codec for what is not compressed': { compression: none },
  'strings of another kind': { strings: 'fast' },
  'a query that is no text': { query: 7 },
  'a misspelt option': { logStore: 'x' },
  'an unknown option': { colour: 'red' },
  'a proxy that is none': { proxy: 'ftp://PLANTED:PLANTED@proxy' },
};

describe('options of slsDriver', () => {
  it('are refused when it is created, in one line that helps, without a secret', () => {
    const lines = Object.fromEntries(
      Object.entries(wrong).map(([name, change]) => {
        try {
          slsDriver({ ...good, ...change } as SlsDriverOptions);
          return [name, 'NO ERROR'];
        } catch (error) {
          expect(error, name).toMatchObject({ code: 'invalid-argument' });
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

  it('ask for zstd only where this Node has it', () => {
    const create = () => slsDriver({ ...good, compression: 'zstd' });
    if (zstd === undefined) expect(create).toThrow(expect.objectContaining({ code: 'unsupported' }));
    else expect(create).not.toThrow();
  });

  it('take a codec, also one for a compression that this Node has not', () => {
    expect(() => slsDriver({ ...good, compression: { ...lz4Block, name: 'zstd' } })).not.toThrow();
  });

  it('open no socket', async () => {
    const driver = slsDriver(good);
    expect(driver.provider).toBe('alibaba-sls');
    await driver.close?.();
    await driver.close?.();
  });
});

import { describe, expect, it } from 'vitest';
import { parseEndpoint, targetOf } from './endpoint.js';

const targets = (text: string) => targetOf(parseEndpoint(text), 'proj');

describe('endpoint', () => {
  it.each([
    ['cn-hangzhou.log.aliyuncs.com', 'https://proj.cn-hangzhou.log.aliyuncs.com', 'proj.cn-hangzhou.log.aliyuncs.com'],
    [
      'http://cn-hangzhou.log.aliyuncs.com',
      'http://proj.cn-hangzhou.log.aliyuncs.com',
      'proj.cn-hangzhou.log.aliyuncs.com',
    ],
    [
      'https://CN-hangzhou.log.aliyuncs.com/',
      'https://proj.cn-hangzhou.log.aliyuncs.com',
      'proj.cn-hangzhou.log.aliyuncs.com',
    ],
    ['https://sls.internal:8443', 'https://proj.sls.internal:8443', 'proj.sls.internal:8443'],
    ['http://sls.internal:80', 'http://proj.sls.internal', 'proj.sls.internal'],
    ['sls.internal:443', 'https://proj.sls.internal', 'proj.sls.internal'],
  ])('%s: connects to the project’s own name', (text, origin, host) => {
    expect(targets(text)).toEqual({ origin, host });
  });

  it.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', 'proj.127.0.0.1:8080'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080', 'proj.127.0.0.1:8080'],
    ['localhost:8080', 'http://localhost:8080', 'proj.localhost:8080'],
    ['https://localhost', 'https://localhost', 'proj.localhost'],
    ['10.1.2.3', 'https://10.1.2.3', 'proj.10.1.2.3'],
    ['http://[::1]:8080', 'http://[::1]:8080', 'proj.[::1]:8080'],
  ])('%s: connects to the address and names the project in Host only', (text, origin, host) => {
    expect(targets(text)).toEqual({ origin, host });
  });

  it('names no project in an account-scoped call', () => {
    expect(targetOf(parseEndpoint('cn-hangzhou.log.aliyuncs.com'), undefined).host).toBe(
      'cn-hangzhou.log.aliyuncs.com',
    );
  });

  it.each([
    ['cn-hangzhou.log.aliyuncs.com', 'cn-hangzhou'],
    ['cn-hangzhou-intranet.log.aliyuncs.com', 'cn-hangzhou'],
    ['cn-hangzhou-vpc.sls.aliyuncs.com', 'cn-hangzhou'],
    ['https://ap-southeast-1-share.log.aliyuncs.com', 'ap-southeast-1'],
    ['sls.example.org', undefined],
    ['http://127.0.0.1:80', undefined],
    ['proj.cn-hangzhou.log.aliyuncs.com', undefined],
  ])('%s: region %s', (text, region) => {
    expect(parseEndpoint(text).region).toBe(region);
  });

  it('helps with a bad endpoint in one line, and repeats no password', () => {
    const bad = [
      '',
      'ftp://host',
      'http://',
      'https://user:hunter2@host',
      'host/logstores/a',
      'host?x=1',
      'a b',
      'host:99999',
    ];
    const messages = bad.map((text) => {
      try {
        return parseEndpoint(text);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid-argument' });
        return (error as Error).message;
      }
    });
    expect(messages.join('\n')).not.toContain('hunter2');
    expect(messages).toMatchSnapshot();
  });
});

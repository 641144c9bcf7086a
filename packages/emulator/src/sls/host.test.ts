import { expect, test } from 'vitest';
import { scopeOfHost } from './host.js';

const account = { kind: 'account' };
const inProject = (project: string): object => ({ kind: 'project', project });

test.each([
  ['proj.cn-hangzhou.log.aliyuncs.com', inProject('proj')],
  ['PROJ.cn-hangzhou-intranet.log.aliyuncs.com:443', inProject('proj')],
  ['cn-hangzhou.log.aliyuncs.com', account],
  ['proj.cn-emu.sls.aliyuncs.com', inProject('proj')],
  ['localhost:8080', account],
  ['proj.localhost:8080', inProject('proj')],
  ['127.0.0.1', account],
  ['proj.127.0.0.1:1', inProject('proj')],
  ['proj.10.1.2.3', inProject('proj')],
  ['10.1.2.3:80', account],
  ['[::1]:80', account],
  ['proj.[::1]:80', inProject('proj')],
  ['example.org', { kind: 'unknown' }],
  ['log.aliyuncs.com', { kind: 'unknown' }],
])('%s', (authority, scope) => {
  expect(scopeOfHost(authority)).toEqual(scope);
});

test('a configured base domain counts as the service', () => {
  expect(scopeOfHost('proj.sls.test:1', ['sls.test'])).toEqual(inProject('proj'));
});

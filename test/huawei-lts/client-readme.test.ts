import { startEmulator } from '@polylog/emulator';
import { createLtsClient } from '@polylog/huawei-lts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientSection, methodsOf } from '../documents/client-section.js';
import { knownOptions } from '../documents/known-options.js';
import { runReadmeProgram } from '../documents/readme-program.js';
import { credentials, projectId, region } from './client-service.js';

const section = clientSection('huawei-lts', 'createLtsClient');

describe('the section on the client in the README', () => {
  test('is a program that compiles', { timeout: 60_000 }, () => {
    expect(section.program.length).toBeGreaterThan(2_000);
    expect(section.problems()).toEqual([]);
    // So that this check cannot pass by not looking.
    expect(section.problems("client.logs.put({ logGroupId: 'g' });")).not.toEqual([]);
  });

  test('and runs as it stands', { timeout: 60_000 }, async () => {
    const emulator = await startEmulator({});
    onTestFinished(() => emulator.stop());
    const { code, stdout, stderr } = await runReadmeProgram(section.program, emulator);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain("[ 'requests 30' ] 1\nshop { team: 'orders' }\n");
    expect(stdout).toMatch(/\d{19}n \/items prod\n\d{19}n \/cart prod\n\d{19}n GET \/items 200 undefined\n/);
    expect(stdout).toMatch(/0: none → \d{19} \(first\)\n0 \d{19} /);
    expect(stdout).toMatch(/invalid-argument 400 [0-9a-f-]{36}\n$/);
  });

  test('names every method, every option, and nothing that is none', async () => {
    const client = createLtsClient({ region, projectId, endpoint: 'http://127.0.0.1:1', credentials });
    expect(section.methods).toEqual(methodsOf(client));
    await client.close();
    expect(section.options).toEqual(knownOptions(createLtsClient));
  });

  test('has a row for every call of the general SDKs about log groups, log streams, and consuming', () => {
    expect(calls.filter((name) => !section.text.includes(`| \`${name}\` |`))).toEqual([]);
  });
});

/** The nine calls of consumption, and those about what logs lie in (general SDK 3.1, package v2). */
const calls = [
  ...['CreateLogGroup', 'ListLogGroups', 'UpdateLogGroup', 'DeleteLogGroup'],
  ...['CreateLogStream', 'ListLogStream', 'ListLogStreams', 'UpdateLogStream', 'DeleteLogStream'],
  ...['CreateConsumerGroup', 'ListConsumerGroup', 'ListDetailsConsumerGroup', 'DeleteConsumerGroup'],
  ...['ConsumerGroupHeartBeat', 'UpdateCheckPoint', 'ShowCursorByTime', 'ShowCursorTime', 'ShowLogStreamShards'],
];

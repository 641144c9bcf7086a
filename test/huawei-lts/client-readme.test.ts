import { join } from 'node:path';
import { startEmulator } from '@polylog/emulator';
import { createLtsClient } from '@polylog/huawei-lts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { knownOptions } from '../documents/known-options.js';
import { folder, mistakesIn } from '../documents/mistakes.js';
import { sectionOf, textOf } from '../documents/pages.js';
import { runReadmeProgram } from '../documents/readme-program.js';
import { credentials, projectId, region } from './client-service.js';

const section = sectionOf(textOf('packages/huawei-lts/README.md'), 'All calls of the service');
/** The pieces of the section, one after the other, are one program. */
const program = [...section.matchAll(/```ts\n(.*?)```/gs)].map(([, piece]) => piece).join('\n');

describe('the section on the client in the README', () => {
  test('is a program that compiles', { timeout: 60_000 }, () => {
    expect(program.length).toBeGreaterThan(2_000);
    expect(problemsOf(program)).toEqual([]);
    // So that this check cannot pass by not looking.
    expect(problemsOf(`${program}\nclient.logs.put({ logGroupId: 'g' });`)).not.toEqual([]);
  });

  test('and runs as it stands', { timeout: 60_000 }, async () => {
    const emulator = await startEmulator({});
    onTestFinished(() => emulator.stop());
    const { code, stdout, stderr } = await runReadmeProgram(program, emulator);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain("[ 'requests 30' ] 1\nshop { team: 'orders' }\n");
    expect(stdout).toMatch(/\d{19}n \/items prod\n\d{19}n \/cart prod\n\d{19}n GET \/items 200 undefined\n/);
    expect(stdout).toMatch(/0: none → \d{19} \(first\)\n0 \d{19} /);
    expect(stdout).toMatch(/invalid-argument 400 [0-9a-f-]{36}\n$/);
  });

  test('names every method, every option, and nothing that is none', async () => {
    const client = createLtsClient({ region, projectId, endpoint: 'http://127.0.0.1:1', credentials });
    const methods = Object.entries(client).flatMap(([noun, calls]) =>
      typeof calls === 'object' ? Object.keys(calls).map((method) => `client.${noun}.${method}`) : [],
    );
    await client.close();
    const rows = section.split('\n').filter((line) => line.startsWith('| '));
    const named = rows.flatMap((row) => [...row.matchAll(/`(client\.\w+\.\w+)`/g)].map(([, name]) => name));
    expect([...new Set(named)].sort()).toEqual(methods.sort());
    const options = rows
      .filter((row) => !row.includes('`client.'))
      .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(options.filter((name) => name !== 'createLtsClient').sort()).toEqual(knownOptions(createLtsClient));
  });

  test('has a row for every call of the general SDKs about log groups, log streams, and consuming', () => {
    expect(calls.filter((name) => !section.includes(`| \`${name}\` |`))).toEqual([]);
  });
});

/** The nine calls of consumption, and those about what logs lie in (general SDK 3.1, package v2). */
const calls = [
  ...['CreateLogGroup', 'ListLogGroups', 'UpdateLogGroup', 'DeleteLogGroup'],
  ...['CreateLogStream', 'ListLogStream', 'ListLogStreams', 'UpdateLogStream', 'DeleteLogStream'],
  ...['CreateConsumerGroup', 'ListConsumerGroup', 'ListDetailsConsumerGroup', 'DeleteConsumerGroup'],
  ...['ConsumerGroupHeartBeat', 'UpdateCheckPoint', 'ShowCursorByTime', 'ShowCursorTime', 'ShowLogStreamShards'],
];

const problemsOf = (text: string): readonly string[] =>
  mistakesIn(new Map([[join(folder, 'readme-program.ts'), text]]));

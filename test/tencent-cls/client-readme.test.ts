import { join } from 'node:path';
import { startEmulator } from '@polylog/emulator';
import { createClsClient } from '@polylog/tencent-cls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { knownOptions } from '../documents/known-options.js';
import { folder, mistakesIn } from '../documents/mistakes.js';
import { sectionOf, textOf } from '../documents/pages.js';
import { runReadmeProgram } from '../documents/readme-program.js';
import { credentials, region } from './client-service.js';

const section = sectionOf(textOf('packages/tencent-cls/README.md'), 'All calls of the service');
/** The pieces of the section, one after the other, are one program. */
const program = [...section.matchAll(/```ts\n(.*?)```/gs)].map(([, piece]) => piece).join('\n');

describe('the section on the client in the README', () => {
  test('is a program that compiles', { timeout: 60_000 }, () => {
    expect(program.length).toBeGreaterThan(2_000);
    expect(problemsOf(program)).toEqual([]);
    // So that this check cannot pass by not looking.
    expect(problemsOf(`${program}\nclient.logs.put({ topicId: 't' });`)).not.toEqual([]);
  });

  test('and runs as it stands', { timeout: 60_000 }, async () => {
    const emulator = await startEmulator({});
    onTestFinished(() => emulator.stop());
    const { code, stdout, stderr } = await runReadmeProgram(program, emulator);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain("[ 'requests' ] 1 undefined\nweb 1\n");
    expect(stdout).toMatch(/^2 1n false\n\d+\n0 0n true\n/m);
    expect(stdout).toContain('1: none → 0 (first)\n');
    expect(stdout).toMatch(/stop all members first\.\n1 0n \w+\n2 0n false\n/);
    expect(stdout).toMatch(/invalid-argument 200 [0-9a-f-]{36}\n$/);
  });

  test('names every method, every option, and nothing that is none', async () => {
    const client = createClsClient({ region, endpoint: 'http://127.0.0.1:1', credentials });
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
    expect(options.filter((name) => name !== 'createClsClient').sort()).toEqual(knownOptions(createClsClient));
  });

  test('has a row for every call of the general SDKs about logsets, topics, partitions and consuming', () => {
    expect(calls.filter((name) => !section.includes(`| \`${name}\``))).toEqual([]);
  });
});

/** By the names of API 3.0, version 2020-10-16; those about Kafka, and about shipping, which has consumers of its own, are others. */
const calls = [
  ...['CreateLogset', 'DescribeLogsets', 'ModifyLogset', 'DeleteLogset'],
  ...['CreateTopic', 'DescribeTopics', 'ModifyTopic', 'DeleteTopic'],
  ...['DescribePartitions', 'SplitPartition', 'MergePartition', 'UploadLog'],
  ...['CreateConsumerGroup', 'DescribeConsumerGroups', 'ModifyConsumerGroup', 'DeleteConsumerGroup'],
  ...['SendConsumerHeartbeat', 'DescribeConsumerOffsets', 'CommitConsumerOffsets'],
];

const problemsOf = (text: string): readonly string[] =>
  mistakesIn(new Map([[join(folder, 'readme-program.ts'), text]]));

import { startEmulator } from '@polylog/emulator';
import { createClsClient } from '@polylog/tencent-cls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { clientSection, methodsOf } from '../documents/client-section.js';
import { knownOptions } from '../documents/known-options.js';
import { runReadmeProgram } from '../documents/readme-program.js';
import { credentials, region } from './client-service.js';

const section = clientSection('tencent-cls', 'createClsClient');

describe('the section on the client in the README', () => {
  test('is a program that compiles', { timeout: 60_000 }, () => {
    expect(section.program.length).toBeGreaterThan(2_000);
    expect(section.problems()).toEqual([]);
    // So that this check cannot pass by not looking.
    expect(section.problems("client.logs.put({ topicId: 't' });")).not.toEqual([]);
  });

  test('and runs as it stands', { timeout: 60_000 }, async () => {
    const emulator = await startEmulator({});
    onTestFinished(() => emulator.stop());
    const { code, stdout, stderr } = await runReadmeProgram(section.program, emulator);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain("[ 'requests' ] 1 undefined\nweb 1\n");
    expect(stdout).toMatch(/^2 1n false\n\d+\n0 0n true\n/m);
    expect(stdout).toContain('1: none → 0 (first)\n');
    expect(stdout).toMatch(/savedLately: \[\] \}\n1 0n \w+\n2 0n false\n/);
    expect(stdout).toMatch(/invalid-argument 200 [0-9a-f-]{36}\n$/);
  });

  test('names every method, every option, and nothing that is none', async () => {
    const client = createClsClient({ region, endpoint: 'http://127.0.0.1:1', credentials });
    expect(section.methods).toEqual(methodsOf(client));
    await client.close();
    expect(section.options).toEqual(knownOptions(createClsClient));
  });

  test('has a row for every call of the general SDKs about logsets, topics, partitions and consuming', () => {
    expect(calls.filter((name) => !section.text.includes(`| \`${name}\``))).toEqual([]);
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

import { createSlsProducer } from '@polylog/alibaba-sls';
import { startEmulator } from '@polylog/emulator';
import { createLtsProducer } from '@polylog/huawei-lts';
import { createClsProducer } from '@polylog/tencent-cls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { knownOptions } from '../documents/known-options.js';
import { sectionOf, textOf } from '../documents/pages.js';
import { ids } from '../documents/programs.js';
import { runReadmeProgram } from '../documents/readme-program.js';

const logs = {
  sls: { projects: { [ids.project]: { [ids.logstore]: {} } } },
  cls: { logsets: { [ids.logsetId]: { [ids.topicId]: {} } } },
  lts: { logGroups: { [ids.logGroupId]: { [ids.logStreamId]: {} } } },
};

describe.each([
  ['alibaba-sls', createSlsProducer, '100001 0 no error\n'],
  ['tencent-cls', createClsProducer, '100001 0 no error\n'],
  ['huawei-lts', createLtsProducer, '100002 0 no error\n'],
])('the section on the producer in the README of %s', (folder, door, printed) => {
  const section = sectionOf(textOf(`packages/${folder}/README.md`), 'Writing many records');

  test('begins with a program that runs as it stands', { timeout: 60_000 }, async () => {
    const [, program = ''] = /```ts\n(.*?)```/s.exec(section) ?? [];
    const emulator = await startEmulator(logs);
    onTestFinished(() => emulator.stop());
    expect(await runReadmeProgram(program, emulator)).toEqual({ code: 0, stdout: printed, stderr: '' });
  });

  test('names every option, and none that there is not', () => {
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
    const known = knownOptions(door);
    expect(named.sort()).toEqual(known);
    expect(known.length).toBeGreaterThan(20);
  });
});

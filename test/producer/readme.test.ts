import { createSlsProducer } from '@polylog/alibaba-sls';
import { startEmulator } from '@polylog/emulator';
import { describe, expect, onTestFinished, test } from 'vitest';
import { knownOptions } from '../documents/known-options.js';
import { sectionOf, textOf } from '../documents/pages.js';
import { runReadmeProgram } from '../documents/readme-program.js';

const section = sectionOf(textOf('packages/alibaba-sls/README.md'), 'Writing many records');

describe('the section on the producer in the README of SLS', () => {
  test('begins with a program that runs as it stands', { timeout: 60_000 }, async () => {
    const [, program = ''] = /```ts\n(.*?)```/s.exec(section) ?? [];
    const emulator = await startEmulator({ sls: { projects: { 'my-project': { requests: {} } } } });
    onTestFinished(() => emulator.stop());
    expect(await runReadmeProgram(program, emulator)).toEqual({ code: 0, stdout: '100001 0 no error\n', stderr: '' });
  });

  test('names every option, and none that there is not', () => {
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
    const known = knownOptions(createSlsProducer);
    expect(named.sort()).toEqual(known);
    expect(known.length).toBeGreaterThan(20);
  });
});

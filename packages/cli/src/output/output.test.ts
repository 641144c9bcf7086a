import { PassThrough, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Output, processOutput } from './output.js';

/** An output whose stdout fails with that code at the first line. */
function failing(code: string): Output {
  const stdout = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`${code}: refused`), { code })),
  });
  return processOutput({ stdout, stderr: new PassThrough() });
}

test('a line that could not be written is a failure, and the first one is told', async () => {
  const output = failing('ENOSPC');
  output.line('a');
  output.line('b');
  expect(await output.failure()).toMatchObject({ message: 'ENOSPC: refused' });
  expect(output.closed.aborted).toBe(true);
});

test('that nobody reads any more is none', async () => {
  const output = failing('EPIPE');
  output.line('a');
  await setImmediate();
  output.line('b');
  expect(await output.failure()).toBeUndefined();
  expect(output.closed.aborted).toBe(true);
});

test('nothing has failed where all was taken', async () => {
  const stdout = new PassThrough();
  const output = processOutput({ stdout, stderr: new PassThrough() });
  output.line('a');
  expect(await output.failure()).toBeUndefined();
  expect(String(stdout.read())).toBe('a\n');
  expect(output.closed.aborted).toBe(false);
});

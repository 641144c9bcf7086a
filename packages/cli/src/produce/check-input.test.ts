import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkInput } from './check-input.js';

function opened(path: string): number {
  const descriptor = openSync(path, 'r');
  onTestFinished(() => closeSync(descriptor));
  return descriptor;
}

test('lines are read from files, and nothing is from a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'polylog-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect(() => checkInput(opened(import.meta.filename))).not.toThrow();
  expect(() => checkInput(opened('/dev/null'))).not.toThrow();
  expect(() => checkInput(opened(folder))).toThrow('polylog: stdin is a folder; give lines, or a file of them.');
  expect(() => checkInput(1_000_000)).toThrow('polylog: stdin is not open');
});

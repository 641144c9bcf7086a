import { expect, test } from 'vitest';
import { chosenStream } from './chosen-stream.js';

test('the only stream need not be named, one of several must', () => {
  expect(chosenStream(undefined, ['a'])).toBe('a');
  expect(chosenStream('b', ['a', 'b'])).toBe('b');
  expect(() => chosenStream(undefined, ['a', 'b'])).toThrow(
    'stream is not named, and there are several; allowed: a, b.',
  );
  expect(() => chosenStream('c', ['a'])).toThrow('stream is "c"; allowed: a.');
});

import { expect, test } from 'vitest';
import { describeThrown } from './thrown.js';

test('names the kind and the place of an error, and nothing of its text', () => {
  const error = (() => {
    try {
      return JSON.parse('card number 4111');
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(String(error)).toContain('card number');
  expect(describeThrown(error)).toMatch(/^SyntaxError at .*JSON\.parse/);
  expect(describeThrown(error)).not.toContain('card number');
});

test('a text of several lines that looks like a stack gives nothing of itself away either', () => {
  const error = new TypeError('bad value\n    at secret (planted:1:1)');
  expect(describeThrown(error)).not.toContain('planted');
});

test('what is no error is named by its type', () => {
  expect(describeThrown('card number 4111')).toBe('a value of type string');
  expect(describeThrown(undefined)).toBe('a value of type undefined');
  const bare = new RangeError('x');
  bare.stack = undefined as never;
  expect(describeThrown(bare)).toBe('RangeError');
});

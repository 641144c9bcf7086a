import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { plainObject } from './plain-object.js';

describe.each([0, 4, 16, 17, 30, 1000])('an object for %s fields', (fields) => {
  it('is as plain as {}', () => {
    const object = plainObject(fields);
    expect(Reflect.ownKeys(object)).toEqual([]);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(inspect(object)).toBe('{}');
    expect(structuredClone(object)).toStrictEqual({});
  });

  it('takes as many as there are, in their order', () => {
    const object = plainObject(fields);
    const expected: Record<string, string> = {};
    for (let i = 0; i < 2 * fields + 3; i++) {
      object[`field ${i}`] = `value ${i}`;
      expected[`field ${i}`] = `value ${i}`;
    }
    expect(object).toStrictEqual(expected);
    expect(JSON.stringify(object)).toBe(JSON.stringify(expected));
  });
});

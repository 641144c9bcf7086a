import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberEnd } from './number-end.js';

/** RFC 8259, section 6. */
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/;

it('goes over a number and nothing else, wherever one may end', () => {
  const text = fc.array(fc.constantFrom('0', '1', '9', '12', '.', '-', '+', 'e', 'E', ',', ' ', ']', 'x'), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(text, fc.boolean(), (pieces, isNegative) => {
      const json = (isNegative ? '-' : '') + pieces.join('');
      const [number = ''] = NUMBER.exec(json) ?? [];
      const end = numberEnd(Buffer.from(` ${json}`), 1) - 1;
      // What has more of a number's characters behind it may be refused at once: it is none of JSON in any case.
      if (/^[.eE+-]/.test(json.slice(number.length))) expect([0, number.length]).toContain(end);
      else expect(end).toBe(number.length);
    }),
    { numRuns: 5_000 },
  );
});

it.each(['0', '-0', '7', '1.10', '1e3', '1E+308', '1e-400', '9'.repeat(1000)])('takes %s', (json) => {
  expect(numberEnd(Buffer.from(json), 0)).toBe(json.length);
});

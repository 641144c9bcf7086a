import { encodeCursor } from '@polylog/alibaba-sls/wire';
import type { Draw } from '../draw.js';
import type { FuzzCase } from '../fuzz-case.js';

/** Headers that are believed, and one that is not known. */
const HEADERS = [
  'x-log-cursor',
  'x-log-count',
  'x-log-bodyrawsize',
  'x-log-compresstype',
  'content-length',
  'x-log-read-last-cursor',
  'x-log-end-of-cursor',
  'x-log-cursor-time',
  'date',
  'x-log-requestid',
  'retry-after',
  'x-log-else',
];

/** Numbers of every size, and what only looks like one. */
const NUMBERS = [
  '0',
  '1',
  '2',
  '-1',
  '1.5',
  '1e9',
  '0x10',
  ' 7',
  '7 ',
  '٣',
  '1, 1',
  'NaN',
  'Infinity',
  'null',
  '',
].concat([2 ** 20, 2 ** 20 + 1, 2 ** 31, 2 ** 32, 10 ** 14, 2 ** 53].map(String), [
  '999999999999999',
  '9999999999999999',
  '9223372036854775807',
  '9223372036854775808',
  '007',
]);
const CURSORS = [
  encodeCursor(0n),
  encodeCursor(2n ** 63n - 1n),
  Buffer.from('9223372036854775808').toString('base64'),
  Buffer.from('-1').toString('base64'),
  Buffer.from('007').toString('base64'),
  'MTIz!',
  'nonsense',
  '=',
  'A'.repeat(5_000),
];
const COMPRESSIONS = ['lz4', 'LZ4', 'deflate', 'zstd', 'gzip', 'none', '', 'constructor', '__proto__', 'lz4, lz4'];
const DATES = ['Thu, 01 Jan 1970 00:00:00 GMT', 'yesterday', 'Tue, 03 Mar 2026 04:05:06', '1772510706'];

/** One to three headers dropped, or saying something else. */
export function mutatedHeaders(draw: Draw, fields: FuzzCase['fields']): FuzzCase['fields'] {
  const changed: Record<string, string> = { ...fields };
  for (let left = draw.between(1, 3); left > 0; left--) {
    const name = draw.pick(HEADERS);
    if (draw.chance(0.2)) delete changed[name];
    else changed[name] = otherValue(draw, name, changed[name]);
  }
  return changed;
}

function otherValue(draw: Draw, name: string, value = ''): string {
  if (draw.chance(0.1)) return draw.pick(['\u0000', '\n', 'é', '🙂', 'x'.repeat(3_000)]);
  if (/^\d+$/.test(value) && draw.chance(0.4)) return String(BigInt(value) + BigInt(draw.pick([-1, 1, 2, 300])));
  switch (name) {
    case 'x-log-cursor':
      return draw.pick(CURSORS);
    case 'x-log-compresstype':
      return draw.pick(COMPRESSIONS);
    case 'date':
    case 'retry-after':
      return draw.pick([...DATES, ...NUMBERS]);
    default:
      return draw.pick(NUMBERS);
  }
}

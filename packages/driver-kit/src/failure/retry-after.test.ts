import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.js';

const date = 'Tue, 03 Mar 2026 04:05:06 GMT';

test.each([
  [{ 'retry-after': '3' }, 3_000],
  [{ 'retry-after': ' 0.25 ' }, 250],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': '999999999999' }, 86_400_000],
  [{ 'retry-after': 'Tue, 03 Mar 2026 04:05:16 GMT', date }, 10_000],
  [{ 'retry-after': 'Tue, 03 Mar 2026 04:00:00 GMT', date }, 0],
  [{ 'retry-after': 'Tue, 03 Mar 2099 04:00:00 GMT', date }, 86_400_000],
  [{ 'retry-after': 'Tue, 03 Mar 2026 04:05:16 GMT' }, undefined],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after': '1e9' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': '' }, undefined],
  [{}, undefined],
])('%o asks to wait %s ms', (headers, expected) => {
  expect(retryAfterMs(headers)).toBe(expected);
});

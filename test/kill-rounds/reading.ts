import type { ReadOptions } from '@polylog/core/driver';

/** Any amount at once. */
export const reading: Pick<ReadOptions, 'maxBytes' | 'reserve'> = {
  maxBytes: 64 * 1024 * 1024,
  reserve: () => Promise.resolve(),
};

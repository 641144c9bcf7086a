import type { StopReport } from '@polylog/core';

/** What `hanging-member.mjs` tells. */
export type HangingMessage =
  | { readonly kind: 'hangs' | 'signalled'; readonly shard: string }
  | { readonly kind: 'drain-timed-out'; readonly shard: string; readonly afterMs: number }
  | { readonly kind: 'stopped'; readonly report: StopReport; readonly tookMs: number };

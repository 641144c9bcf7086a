import type { ConsumerError } from '../errors/consumer-error.js';
import type { Position } from '../position.js';

export type DrainReason = 'revoked' | 'shutdown' | 'ended';

/**
 * ```
 *   starting ──► reading ──► draining ──► closed (ended, drained)
 *      │            │            │
 *      └────────────┴────────────┴──────► closed (lost), failed
 * ```
 */
export type PartitionState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'reading'; readonly at: Position }
  | { readonly kind: 'draining'; readonly why: DrainReason }
  | { readonly kind: 'closed'; readonly how: 'ended' | 'drained' | 'lost' }
  | { readonly kind: 'failed'; readonly error: ConsumerError };

/** While starting, the resolved start is saved before the first read. */
export function canSave(state: PartitionState): boolean {
  switch (state.kind) {
    case 'starting':
    case 'reading':
    case 'draining':
      return true;
    case 'closed':
    case 'failed':
      return false;
    default:
      return state satisfies never;
  }
}

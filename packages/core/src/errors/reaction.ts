import type { ErrorCode } from './code.js';

/**
 * What the engine does about a failure: try again, give the partition up, ask the expiry policy, or stop loudly.
 */
export type Reaction = 'retry' | 'release' | 'reset' | 'stop';

/** The only table of its kind: a new code does not compile until it has a reaction. */
const reactions = {
  unavailable: 'retry',
  throttled: 'retry',
  unknown: 'retry',
  'lease-lost': 'release',
  'position-lost': 'reset',
  aborted: 'stop',
  unauthenticated: 'stop',
  'permission-denied': 'stop',
  'not-found': 'stop',
  'invalid-argument': 'stop',
  unsupported: 'stop',
  'corrupt-data': 'stop',
  'processor-failed': 'stop',
  'record-released': 'stop',
  internal: 'stop',
} as const satisfies Record<ErrorCode, Reaction>;

export function reactionTo(code: ErrorCode): Reaction {
  return reactions[code];
}

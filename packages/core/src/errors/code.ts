/**
 * Why a call failed, in one closed list for every provider.
 *
 * - `unavailable`: the service or the network did not answer properly; the same call may work later.
 * - `throttled`: a quota or a rate limit; the same call works later.
 * - `unknown`: nothing of the failure was recognised.
 * - `lease-lost`: the partition, or the membership, belongs to somebody else now.
 * - `position-lost`: the position has expired or never existed; only a policy of the user may choose another.
 * - `aborted`: the caller's own signal ended the call.
 * - `unauthenticated`: the credential is wrong, expired, or the clock is too far off.
 * - `permission-denied`: the credential is good and may not do this.
 * - `not-found`: project, logstore, topic, stream, group or partition does not exist.
 * - `invalid-argument`: an option or a value is wrong; the message names it.
 * - `unsupported`: this provider, or this mode, cannot do what was asked.
 * - `corrupt-data`: an answer contradicts itself or its format.
 * - `processor-failed`: the user's `initialize` or `process` threw; `cause` is what it threw.
 * - `record-released`: a record was used after its batch was released.
 * - `internal`: a promise of this library was broken; please report it.
 */
export type ErrorCode =
  | 'unavailable'
  | 'throttled'
  | 'unknown'
  | 'lease-lost'
  | 'position-lost'
  | 'aborted'
  | 'unauthenticated'
  | 'permission-denied'
  | 'not-found'
  | 'invalid-argument'
  | 'unsupported'
  | 'corrupt-data'
  | 'processor-failed'
  | 'record-released'
  | 'internal';

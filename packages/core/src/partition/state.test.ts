import { expect, test } from 'vitest';
import { ConsumerError } from '../errors/consumer-error.js';
import { toPosition } from '../position.js';
import { canSave, type PartitionState } from './state.js';

test.each<[PartitionState, boolean]>([
  [{ kind: 'starting' }, true],
  [{ kind: 'reading', at: toPosition('1') }, true],
  [{ kind: 'draining', why: 'revoked' }, true],
  [{ kind: 'draining', why: 'ended' }, true],
  [{ kind: 'closed', how: 'drained' }, false],
  [{ kind: 'closed', how: 'lost' }, false],
  [{ kind: 'failed', error: new ConsumerError('unknown', '') }, false],
])('%o may be saved: %s', (state, allowed) => {
  expect(canSave(state)).toBe(allowed);
});

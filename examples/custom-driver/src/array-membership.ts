import type { GroupSpec, Guarantees, Membership, SaveOutcome } from '@polylog/core/driver';
import type { ArrayService } from './array-service.js';
import { classify } from './classify.js';
import { offsetOf, positionOf } from './position.js';

/** What this service can and cannot do, as data: the engine refuses at the start what is not in here. */
const guarantees: Guarantees = {
  order: 'partition',
  commit: 'fenced',
  forgotten: 'told',
  leave: 'released',
  time: 'receive',
  endBound: 'by-position',
  groupCreation: 'by-member',
  sessionTimeout: 'settable',
  readSize: 'records',
  lag: 'none',
  members: 'hidden',
  recordId: 'stable',
  skips: 'silent',
};

export function arrayMembership(
  service: ArrayService,
  { group, member, sessionTimeoutMs }: GroupSpec,
  inForceMs: number,
): Membership {
  return {
    guarantees,
    joinedAtMs: service.clock.now(),
    differences:
      inForceMs === sessionTimeoutMs
        ? []
        : [{ setting: 'sessionTimeoutMs', wanted: String(sessionTimeoutMs), inForce: String(inForceMs) }],
    async heartbeat(holding, { signal }) {
      signal.throwIfAborted();
      const answer = service.heartbeat(group, member, holding);
      return { ...answer, sessionTimeoutMs: service.group(group)?.sessionTimeoutMs ?? inForceMs };
    },
    async checkpoints(ids, { signal }) {
      signal.throwIfAborted();
      const saved = [...(service.group(group)?.saved ?? [])].filter(([id]) => ids.includes(id));
      return new Map(
        saved.map(([id, { offset, savedAtMs }]) => [id, { position: positionOf(id, offset), proven: true, savedAtMs }]),
      );
    },
    async save(checkpoints, { signal }) {
      signal.throwIfAborted();
      const saveOne = (partition: string, offset: number): SaveOutcome => {
        try {
          service.save(group, member, partition, offset);
          return { kind: 'saved' };
        } catch (error) {
          // A refusal is an answer about one partition; the others of the call have theirs.
          const failure = classify(error);
          return { kind: failure.code === 'lease-lost' ? 'lost' : 'failed', failure };
        }
      };
      return new Map(
        checkpoints.map(({ partition, position }) => [partition, saveOne(partition, offsetOf(partition, position))]),
      );
    },
    async leave({ signal }) {
      signal.throwIfAborted();
      service.leave(group, member);
      return 'released';
    },
  };
}

import type { CallOptions, LogDriver } from '@polylog/core/driver';
import type { MemoryLog } from '@polylog/core/testing';
import type { Faults } from './faults.js';
import type { Machine } from './machine.js';
import type { CallName } from './schedule.js';
import type { RunWitness } from './witness.js';

/**
 * A member's way to the log: calls fail and are slow as the schedule says, answers wait while the machine stands still, and
 * the witness sees what is sent and what is answered.
 */
export function witnessedDriver(
  log: MemoryLog,
  o: { readonly run: number; readonly machine: Machine; readonly faults: Faults; readonly witness: RunWitness },
): LogDriver {
  const { run, machine, faults, witness } = o;
  const driver = log.driver();

  const through = async <T>(call: CallName, options: CallOptions, send: () => Promise<T>): Promise<T> => {
    try {
      return await faults.apply(call, run, options, send);
    } finally {
      await machine.awake();
    }
  };

  return {
    ...driver,
    partitions: (options) => through('partitions', options, () => driver.partitions(options)),
    locate: (partitions, start, options) => through('locate', options, () => driver.locate(partitions, start, options)),
    read(partition, from, options) {
      witness.readSent(partition.id);
      const reserve = async (bytes: number): Promise<void> => {
        await machine.awake();
        await options.reserve(bytes);
      };
      return through('read', options, () => driver.read(partition, from, { ...options, reserve }));
    },
    async join(spec, options) {
      const { member } = spec;
      const membership = await through('join', options, () => driver.join(spec, options));
      return {
        ...membership,
        async heartbeat(holding, callOptions) {
          const answered = witness.heartbeatSent(member);
          const answer = await through('heartbeat', callOptions, async () => {
            const given = await membership.heartbeat(holding, callOptions);
            witness.heardOf(member);
            return given;
          });
          answered(answer);
          return answer;
        },
        checkpoints: (ids, callOptions) =>
          through('checkpoints', callOptions, async () => {
            const found = await membership.checkpoints(ids, callOptions);
            witness.checkpointsRead();
            return found;
          }),
        async save(checkpoints, callOptions) {
          const settled = witness.saveSent(member, checkpoints);
          try {
            const outcomes = await through('save', callOptions, async () => {
              const stored = witness.saveReached(member, checkpoints);
              const answer = await membership.save(checkpoints, callOptions);
              stored(answer);
              return answer;
            });
            settled(outcomes);
            return outcomes;
          } catch (error) {
            settled(undefined);
            throw error;
          }
        },
        leave(callOptions) {
          witness.leaveSent(member);
          return through('leave', callOptions, () => membership.leave(callOptions));
        },
      };
    },
  };
}

import type { LogDriver } from '@polylog/core/driver';
import type { Faults } from './faults.js';
import type { Machine } from './machine.js';
import type { Passage, SimulatedLog } from './simulated-log.js';
import type { RunWitness } from './witness.js';

/**
 * A member's way to the log: calls fail and are slow as the schedule says, answers wait while the machine stands still, and
 * the witness sees what is sent, what reaches the service, and what is answered.
 */
export function witnessedDriver(
  log: SimulatedLog,
  o: { readonly run: number; readonly machine: Machine; readonly faults: Faults; readonly witness: RunWitness },
): LogDriver {
  const { run, machine, faults, witness } = o;
  const passage: Passage = {
    clock: machine.clock,
    awake: machine.awake,
    async exchange(call, options, exchange) {
      try {
        return await faults.apply(call, run, options, {
          ...exchange,
          async send() {
            const reached = witness.reaches(call, exchange.member);
            const answer = await exchange.send();
            reached();
            return answer;
          },
        });
      } finally {
        await machine.awake();
      }
    },
  };
  const driver = log.driver(passage);
  /** What a driver makes of an answer takes turns of the loop, in which the machine may have stopped. */
  const awake = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } finally {
      await machine.awake();
    }
  };

  return {
    ...driver,
    partitions: (options) => awake(driver.partitions(options)),
    locate: (partitions, start, options) => awake(driver.locate(partitions, start, options)),
    read(partition, from, options) {
      witness.readSent(partition.id);
      const reserve = async (bytes: number): Promise<void> => {
        await machine.awake();
        await options.reserve(bytes);
      };
      return awake(driver.read(partition, from, { ...options, reserve }));
    },
    async join(spec, options) {
      const { member } = spec;
      const membership = await awake(driver.join(spec, options));
      return {
        ...membership,
        async heartbeat(holding, callOptions) {
          const answered = witness.heartbeatSent(member);
          const answer = await awake(membership.heartbeat(holding, callOptions));
          answered(answer);
          return answer;
        },
        checkpoints: (ids, callOptions) => awake(membership.checkpoints(ids, callOptions)),
        async save(checkpoints, callOptions) {
          const settled = witness.saveSent(member, checkpoints);
          try {
            const outcomes = await awake(membership.save(checkpoints, callOptions));
            settled(outcomes);
            return outcomes;
          } catch (error) {
            settled(undefined);
            throw error;
          }
        },
        leave(callOptions) {
          witness.leaveSent(member);
          return awake(membership.leave(callOptions));
        },
      };
    },
  };
}

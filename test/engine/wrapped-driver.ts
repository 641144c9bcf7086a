import type { Assignment, DriverBatch, LogDriver, Membership } from '@polylog/core/driver';

/** What a test puts around a driver's calls; each gets the real call to make, or not. */
export interface Wrapping {
  readonly heartbeat?: (
    send: () => Promise<Assignment>,
    holding: readonly string[],
    options: Parameters<Membership['heartbeat']>[1],
  ) => Promise<Assignment>;
  readonly save?: (
    send: () => ReturnType<Membership['save']>,
    ...call: Parameters<Membership['save']>
  ) => ReturnType<Membership['save']>;
  readonly read?: (send: () => Promise<DriverBatch>, ...call: Parameters<LogDriver['read']>) => Promise<DriverBatch>;
}

/** For what the memory log's faults cannot show: late answers, odd batches, odd assignments. */
export function wrapDriver(driver: LogDriver, around: Wrapping): LogDriver {
  const { heartbeat, save, read } = around;
  return {
    ...driver,
    ...(read ? { read: (...call) => read(() => driver.read(...call), ...call) } : {}),
    async join(spec, options) {
      const membership = await driver.join(spec, options);
      return {
        ...membership,
        ...(heartbeat
          ? { heartbeat: (holding, o) => heartbeat(() => membership.heartbeat(holding, o), holding, o) }
          : {}),
        ...(save ? { save: (...call) => save(() => membership.save(...call), ...call) } : {}),
      };
    },
  };
}

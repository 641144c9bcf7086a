import type { LogDriver } from '@polylog/core/driver';
import { type Config, stateOf } from './config.js';
import { renamedBatch } from './fields/renamed-batch.js';

/** A driver as the configuration says, each time a new one. Its records speak the portable names of `fields`. Sends nothing yet. */
export function createDriver(config: Config): LogDriver {
  const { section, values, context, fields } = stateOf(config);
  const driver = section.createDriver(values, context);
  if (fields === undefined) return driver;
  return {
    ...delegate(driver),
    read: async (partition, from, options) => renamedBatch(await driver.read(partition, from, options), fields),
  };
}

/** A driver that does what another one does, for one or the other method to be replaced. */
export function delegate(driver: LogDriver): LogDriver {
  const { provider, limits, guarantees, close } = driver;
  return {
    provider,
    limits,
    ...(guarantees === undefined ? {} : { guarantees }),
    partitions: (options) => driver.partitions(options),
    locate: (partitions, start, options) => driver.locate(partitions, start, options),
    read: (partition, from, options) => driver.read(partition, from, options),
    join: (spec, options) => driver.join(spec, options),
    classify: (error) => driver.classify(error),
    ...(close === undefined ? {} : { close: () => close.call(driver) }),
  };
}

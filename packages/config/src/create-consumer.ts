import {
  type CheckpointStore,
  type Consumer,
  type ConsumerOptions,
  createConsumer,
  type HandlerOptions,
  type Logger,
  silentLogger,
  stderrLogger,
} from '@polylog/core';
import { createEmitter, type Emit } from '@polylog/core/driver';
import { type Config, stateOf } from './config.js';
import { consumerOptionsOf } from './consumer-options.js';
import { createDriver } from './create-driver.js';
import { tellingStore } from './events/telling-store.js';
import { watchJoin } from './events/watch-join.js';

type Each<T> = T extends unknown ? Partial<Omit<T, 'driver'>> : never;

/** A handler, and whatever else of `createConsumer` the program says itself; it goes before what the file says. */
export type ConfiguredConsumerOptions = HandlerOptions & Omit<Each<ConsumerOptions>, keyof HandlerOptions>;

/**
 * A consumer as the configuration says. Its driver, stores and sinks are its own. Throws `invalid-argument` for options of
 * the program that are wrong.
 */
export function createConsumerFromConfig(config: Config, options: ConfiguredConsumerOptions = {}): Consumer {
  const state = stateOf(config);
  const { portable, provider, folder } = state;
  const fromFile = consumerOptionsOf(portable, { folder, provider });
  const both = { ...fromFile, ...options } as Omit<ConsumerOptions, 'driver'> & {
    readonly group?: string;
    readonly checkpointStore?: CheckpointStore;
  };
  const driver = createDriver(config);
  const { group, logger } = both;
  const emit = createEmitter(
    { provider: driver.provider, ...(group === undefined ? {} : { group }) },
    loggerOf(logger),
  );
  const ownStore =
    options.partitions === undefined && portable.checkpointStore !== undefined ? both.checkpointStore : undefined;
  const consumer = createConsumer({
    ...both,
    ...(ownStore === undefined ? {} : { checkpointStore: tellingStore(ownStore, state, emit) }),
    driver: watchJoin(driver, state, emit),
  } as ConsumerOptions);
  tellWarnings(config, emit);
  return consumer;
}

function tellWarnings({ warnings }: Config, emit: Emit): void {
  for (const { path, message } of warnings) emit({ kind: 'option-unsupported', option: path, message });
}

function loggerOf(logger: ConsumerOptions['logger']): Logger {
  return logger === 'silent' ? silentLogger : (logger ?? stderrLogger);
}

import type { LogDriver } from '../driver.js';
import { ConsumerError } from '../errors/consumer-error.js';
import { type Clock, type Random, systemClock, systemRandom } from '../flow/clock.js';
import { createMemoryBudget, type MemoryBudget } from '../flow/memory-budget.js';
import { createTimeSlices } from '../flow/time-slices.js';
import type { Logger } from '../observe/logger.js';
import { loggerOption } from '../observe/logger-option.js';
import type { ConsumerOptions, GroupOptions, HandlerOptions, SharedOptions, StandaloneOptions } from '../options.js';
import type { ProcessorFailurePolicy } from '../partition/attempts.js';
import { roundUpMs } from '../partition/end-bound.js';
import type { StartPoint } from '../position.js';
import { type ProcessorFactory, recordProcessor } from '../processor.js';
import { checkGroup, type GroupSettings } from './group-settings.js';
import { nearestName } from './nearest-name.js';
import { invalidOption, numberOption, oneOfOption, startOption, timeOption } from './option-values.js';
import { checkStandalone, type StandaloneSettings } from './standalone-settings.js';

/** The options with every default filled in and every value checked. */
export interface Settings {
  readonly driver: LogDriver;
  /** Undefined where none was given: for `batches()`. */
  readonly processorFactory: ProcessorFactory | undefined;
  readonly checkpoint: { readonly manual: boolean; readonly everyMs: number; readonly everyBatches: number };
  readonly processorTries: number;
  readonly onProcessorFailure: ProcessorFailurePolicy;
  readonly onPartitionFailure: 'stop-consumer' | 'stop-partition';
  readonly onExpired: 'fail' | StartPoint;
  readonly untilMs: number | undefined;
  readonly maxConcurrentProcessors: number;
  readonly drainTimeoutMs: number;
  readonly idleMs: number;
  readonly memory: MemoryBudget;
  readonly maxBatchBytes: number;
  readonly startTimeoutMs: number;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly random: Random;
  readonly mode: GroupSettings | StandaloneSettings;
}

type Known = Readonly<
  Record<
    keyof SharedOptions | keyof HandlerOptions | keyof GroupOptions | keyof StandaloneOptions,
    'both' | 'group' | 'standalone'
  >
>;

const known: Known = {
  driver: 'both',
  processor: 'both',
  process: 'both',
  processRecord: 'both',
  group: 'group',
  member: 'group',
  members: 'group',
  start: 'group',
  sessionTimeoutMs: 'group',
  heartbeatMs: 'group',
  create: 'group',
  update: 'group',
  partitions: 'standalone',
  checkpointStore: 'standalone',
  order: 'both',
  checkpoint: 'both',
  processorTries: 'both',
  onProcessorFailure: 'both',
  onPartitionFailure: 'both',
  onExpired: 'both',
  until: 'both',
  maxConcurrentProcessors: 'both',
  drainTimeoutMs: 'both',
  idleMs: 'both',
  memory: 'both',
  maxBatchBytes: 'both',
  startTimeoutMs: 'both',
  logger: 'both',
  clock: 'both',
  random: 'both',
};

/** @throws ConsumerError `invalid-argument`, naming the option, what was found and what is allowed. */
export function checkOptions(options: ConsumerOptions): Settings {
  checkNames(options);
  const { driver, clock = systemClock, random = systemRandom } = options;
  if (typeof (driver as LogDriver | undefined)?.read !== 'function') {
    throw invalidOption('driver', driver, 'a driver, for example slsDriver({ … }) of @polylog/alibaba-sls');
  }
  const mode = options.partitions === undefined ? checkGroup(options, random) : checkStandalone(options);
  const untilMs = options.until === undefined ? undefined : timeOption('until', options.until).epochMs;
  const { start } = mode.kind === 'group' ? mode : { start: undefined };
  if (untilMs !== undefined && typeof start === 'object' && untilMs <= start.epochMs) {
    throw invalidOption('until', options.until, `a time after "start" (${start.epochMs} ms since 1970)`);
  }
  return {
    driver,
    processorFactory: checkHandler(options, clock),
    checkpoint: checkCheckpoint(options.checkpoint),
    processorTries: numberOption('processorTries', options.processorTries, { byDefault: 5, min: 1, whole: true }),
    onProcessorFailure: checkProcessorFailure(options.onProcessorFailure),
    onPartitionFailure: oneOfOption('onPartitionFailure', options.onPartitionFailure, [
      'stop-consumer',
      'stop-partition',
    ]),
    onExpired:
      options.onExpired === undefined || options.onExpired === 'fail'
        ? 'fail'
        : startOption('onExpired', options.onExpired, "'fail', "),
    untilMs: untilMs === undefined ? undefined : roundUpMs(untilMs, driver.limits.timeResolutionMs),
    maxConcurrentProcessors: numberOption('maxConcurrentProcessors', options.maxConcurrentProcessors, {
      byDefault: Number.POSITIVE_INFINITY,
      min: 1,
      whole: true,
    }),
    drainTimeoutMs: numberOption('drainTimeoutMs', options.drainTimeoutMs, { byDefault: 60_000, min: 1 }),
    idleMs: numberOption('idleMs', options.idleMs, { byDefault: 1_000, min: 1 }),
    memory: checkMemory(options.memory) ?? createMemoryBudget({ clock }),
    maxBatchBytes: numberOption('maxBatchBytes', options.maxBatchBytes, { byDefault: 64 * 1024 * 1024, min: 1 }),
    startTimeoutMs: numberOption('startTimeoutMs', options.startTimeoutMs, { byDefault: 15_000, min: 0 }),
    logger: loggerOption(options.logger),
    clock,
    random,
    mode,
  };
}

/** An option that is not known would be ignored silently; so would a promise that somebody believes in. */
function checkNames(options: ConsumerOptions): void {
  const mode = options.partitions === undefined ? 'group' : 'standalone';
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(known, name)) {
      const nearest = nearestName(name, Object.keys(known));
      const advice =
        nearest === undefined ? `; there are ${Object.keys(known).join(', ')}.` : `. Did you mean ${nearest}?`;
      throw new ConsumerError('invalid-argument', `"${name}" is no option of a consumer${advice}`, { option: name });
    }
    const only = known[name as keyof Known];
    if (only === 'both' || only === mode) continue;
    const other = only === 'group' ? 'partitions' : 'group';
    const why =
      only === 'group'
        ? 'belongs to a group, and "partitions" reads without one'
        : 'is for reading without a group, that is, with "partitions"';
    throw new ConsumerError(
      'invalid-argument',
      `Option "${name}" ${why}; leave out "${name}"${only === 'group' ? ` or "${other}"` : ', or name the partitions'}.`,
      { option: name },
    );
  }
}

function checkHandler(options: HandlerOptions, clock: Clock): ProcessorFactory | undefined {
  const { processor, process, processRecord } = options;
  const given = Object.entries({ processor, process, processRecord }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    throw new ConsumerError(
      'invalid-argument',
      `${given.map(([name]) => `"${name}"`).join(' and ')} are given; give one of them.`,
    );
  }
  const [found] = given;
  if (found && typeof found[1] !== 'function') {
    throw invalidOption(
      found[0],
      found[1],
      found[0] === 'processor'
        ? 'a function that returns { initialize?, process, shutdown? }'
        : `a function: ${found[0]}(${found[0] === 'process' ? 'batch' : 'record'}, context)`,
    );
  }
  if (process) return () => ({ process });
  if (processRecord) return recordProcessor(processRecord, createTimeSlices(clock));
  return processor;
}

function checkCheckpoint(option: SharedOptions['checkpoint']): Settings['checkpoint'] {
  if (option === 'manual') return { manual: true, everyMs: 5_000, everyBatches: Number.POSITIVE_INFINITY };
  if (option !== undefined && (typeof option !== 'object' || option === null)) {
    throw invalidOption('checkpoint', option, `'manual' or { everyMs?, everyBatches? }`);
  }
  const { everyMs, everyBatches } = option ?? {};
  return {
    manual: false,
    everyMs: numberOption('checkpoint.everyMs', everyMs, { byDefault: 5_000, min: 1 }),
    everyBatches: numberOption('checkpoint.everyBatches', everyBatches, {
      byDefault: Number.POSITIVE_INFINITY,
      min: 1,
      whole: true,
    }),
  };
}

function checkProcessorFailure(option: SharedOptions['onProcessorFailure']): ProcessorFailurePolicy {
  if (option === undefined || option === 'stop' || option === 'skip') return option ?? 'stop';
  if (typeof option === 'object' && typeof option?.deadLetter?.write === 'function') return option;
  throw invalidOption(
    'onProcessorFailure',
    option,
    `'stop', 'skip' or { deadLetter } with a sink, for example createFileDeadLetterSink({ path })`,
  );
}

function checkMemory(memory: SharedOptions['memory']): SharedOptions['memory'] {
  if (memory === undefined || typeof memory?.reserve === 'function') return memory;
  throw invalidOption('memory', memory, 'a budget: createMemoryBudget({ maxBytes })');
}

import { resolve } from 'node:path';
import {
  ConsumerError,
  type ConsumerOptions,
  createFileCheckpointStore,
  createFileDeadLetterSink,
  createMemoryBudget,
  type HandlerOptions,
  isConsumerError,
} from '@polylog/core';
import { invalidOption } from '@polylog/core/driver';
import { readTime } from './keys/read-time.js';
import { isTable } from './source/source.js';

type Values = Readonly<Record<string, unknown>>;

/** Options of `createConsumer` that a file can tell. */
export type FileOptions = Omit<ConsumerOptions, 'driver' | keyof HandlerOptions>;

export interface PathContext {
  /** Where relative paths begin. */
  readonly folder: string;
  /** The section's name, which becomes part of a checkpoint file's: positions mean nothing to another provider. */
  readonly provider: string;
}

/**
 * The portable part of a file as options of `createConsumer`. Sinks, stores and budgets are made anew each time; none opens
 * anything before it is used. Throws `invalid-argument` with the option's path; what is not translated is judged by `createConsumer`.
 */
export function consumerOptionsOf(values: Values, context: PathContext): FileOptions {
  const options: Record<string, unknown> = { ...values };
  const translate = (name: string, translated: (value: unknown) => unknown): void => {
    if (values[name] !== undefined) options[name] = translated(values[name]);
  };
  if (values.start !== undefined || values.partitions === undefined)
    options.start = pointOf(values.start, 'start', ['earliest', 'latest']);
  translate('onExpired', (value) => pointOf(value, 'onExpired', ['fail', 'earliest', 'latest']));
  translate('until', (value) => pointOf(value, 'until', []));
  translate('memory', budgetOf);
  translate('partitions', partitionsOf);
  translate('onProcessorFailure', (value) => {
    if (value === 'stop' || value === 'skip') return value;
    const deadLetter = isTable(value) ? value.deadLetter : undefined;
    if (!isTable(deadLetter))
      throw invalidOption('onProcessorFailure', value, 'stop, skip or { deadLetter: { file } }');
    const path = resolve(context.folder, fileOf(deadLetter, 'onProcessorFailure.deadLetter'));
    return { deadLetter: createFileDeadLetterSink({ path }) };
  });
  translate('checkpointStore', (value) =>
    createFileCheckpointStore({ path: checkpointPath(value, context, context.provider) }),
  );
  return options as unknown as FileOptions;
}

/** Where the checkpoints of a section are kept. */
export function checkpointPath(store: unknown, { folder }: PathContext, provider: string): string {
  return resolve(folder, `${fileOf(store, 'checkpointStore')}.${provider.replaceAll(/[^\w.-]+/g, '_')}`);
}

function pointOf(value: unknown, option: string, words: readonly string[]): unknown {
  if (typeof value === 'string' && words.includes(value)) return value;
  if (isTable(value) && value.time !== undefined) return readTime(value.time, `${option}.time`);
  throw invalidOption(option, value, [...words, '{ time: "2026-01-01T00:00:00Z" }'].join(' or '));
}

function partitionsOf(value: unknown): unknown {
  if (!isTable(value)) throw invalidOption('partitions', value, 'partition ids, each with its start');
  const starts = Object.entries(value).map(([id, from]) => {
    const option = `partitions[${JSON.stringify(id)}]`;
    return [id, isTable(from) && from.position !== undefined ? from : pointOf(from, option, ['earliest', 'latest'])];
  });
  return Object.fromEntries(starts) as unknown;
}

function budgetOf(value: unknown): unknown {
  if (!isTable(value) || value.maxBytes === undefined) throw invalidOption('memory', value, '{ maxBytes: 67108864 }');
  try {
    return createMemoryBudget({ maxBytes: value.maxBytes as number });
  } catch (error) {
    if (!isConsumerError(error)) throw error;
    throw new ConsumerError(error.code, error.message.replace('"maxBytes"', '"memory.maxBytes"'), {
      option: 'memory.maxBytes',
    });
  }
}

function fileOf(value: unknown, option: string): string {
  const file = isTable(value) ? value.file : undefined;
  if (typeof file === 'string' && file !== '') return file;
  throw invalidOption(`${option}.file`, file, 'the path of a file');
}

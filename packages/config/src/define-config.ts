import type { Guarantees } from '@polylog/core/driver';

type Time = { readonly time: string | Date };
type Point = 'earliest' | 'latest' | Time;

/** The portable part of a configuration, as JavaScript and TypeScript may write it. */
export interface PortableConfig {
  readonly provider: string;
  readonly group?: string;
  readonly start?: Point;
  readonly until?: Time;
  readonly member?: string;
  readonly members?: number;
  readonly sessionTimeoutMs?: number;
  readonly heartbeatMs?: number;
  readonly order?: 'partition' | 'lineage';
  readonly create?: 'if-missing' | 'never';
  readonly update?: 'never' | 'if-different';
  readonly partitions?: Readonly<Record<string, Point | { readonly position: string }>>;
  readonly checkpointStore?: { readonly file: string };
  readonly credentials?: unknown;
  readonly idleMs?: number;
  readonly memory?: { readonly maxBytes: number };
  readonly checkpoint?: 'manual' | { readonly everyMs?: number; readonly everyBatches?: number };
  readonly processorTries?: number;
  readonly onProcessorFailure?: 'stop' | 'skip' | { readonly deadLetter: { readonly file: string } };
  readonly onPartitionFailure?: 'stop-consumer' | 'stop-partition';
  readonly onExpired?: 'fail' | Point;
  readonly maxConcurrentProcessors?: number;
  readonly drainTimeoutMs?: number;
  readonly maxBatchBytes?: number;
  readonly startTimeoutMs?: number;
  readonly require?: Partial<Guarantees>;
  readonly unsupported?: 'stop' | 'warn';
}

/** A whole configuration: sections stand beside the portable keys, by their names. */
export type ConfigInput = PortableConfig & { readonly [section: string]: unknown };

/** Gives back what it is given: for editors, and for the compiler. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}

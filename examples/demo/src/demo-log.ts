import type { LogSettings } from './drivers.js';

/** A log that was created for the demo, to be written to. */
export interface DemoLog {
  /** What a member needs to know to read it. */
  readonly settings: LogSettings;
  readonly partitions: readonly DemoPartition[];
  put(partition: string, records: readonly DemoRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface DemoPartition {
  /** As members tell it. */
  readonly id: string;
  /** For people. */
  readonly name: string;
}

export interface DemoRecord {
  readonly fields: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface ServiceAddress {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

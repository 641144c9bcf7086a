import type { StoredDocument } from './stored-document.js';

export type ShipperTaskStatus = 'running' | 'success' | 'fail';

/** One run of a shipper. Nothing is shipped here: a test's hand tells of them. */
export interface ShipperTask {
  readonly id: string;
  status: ShipperTaskStatus;
  message: string;
  readonly createdAtMs: number;
  readonly lastDataReceivedAtMs: number;
  finishedAtMs: number;
}

export interface Shipper extends StoredDocument {
  readonly tasks: Map<string, ShipperTask>;
}

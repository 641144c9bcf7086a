import type { SlsConnection } from '../wire/connection.js';
import type { LogstoreRef } from '../wire/logstore-ref.js';

/** What every call of the admin needs: which logstore, and how to reach it. */
export interface SlsLog {
  readonly connection: SlsConnection;
  readonly ref: LogstoreRef;
}

import type { LtsConnection } from '../wire/connection.js';
import type { StreamRef } from '../wire/stream-ref.js';

/** What every call of the admin needs: which log stream, and how to reach it. */
export interface LtsLog {
  readonly connection: LtsConnection;
  readonly ref: StreamRef;
}

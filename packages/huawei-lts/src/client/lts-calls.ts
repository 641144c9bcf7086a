import type { ClientCalls } from '@polylog/driver-kit';
import type { LtsConnection } from '../wire/connection.js';

/** What every noun of the client works with. */
export interface LtsCalls extends ClientCalls {
  readonly connection: LtsConnection;
  readonly projectId: string;
}

import type { ChosenCompression, ClientCalls } from '@polylog/driver-kit';
import type { ClsConnection } from '../wire/connection.js';

/** What every noun of the client works with. */
export interface ClsCalls extends ClientCalls {
  readonly connection: ClsConnection;
  readonly chosen: ChosenCompression;
}

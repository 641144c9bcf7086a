import type { ChosenCompression, ClientCalls } from '@polylog/driver-kit';
import type { SlsConnection } from '../wire/connection.js';

/** What every noun of the client works with. */
export interface SlsCalls extends ClientCalls {
  readonly connection: SlsConnection;
  readonly chosen: ChosenCompression;
}

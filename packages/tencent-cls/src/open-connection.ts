import { closeConnection } from '@polylog/driver-kit';
import { type CheckedOptions, type ClsDriverOptions, checkOptions } from './options.js';
import type { CheckedService, ClsServiceOptions } from './service-options.js';
import { connect } from './wire/connect.js';
import type { ClsConnection } from './wire/connection.js';

export interface OpenedService {
  readonly connection: ClsConnection;
  /** Closes what was opened: a transport that came with the options stays open. Twice is harmless. */
  close(): Promise<void>;
}

export interface OpenedConnection extends OpenedService {
  readonly checked: CheckedOptions;
}

/** What the driver and the group admin begin with. Sends nothing; throws `invalid-argument`. */
export function openConnection(options: ClsDriverOptions): OpenedConnection {
  const checked = checkOptions(options);
  return { checked, ...openService(options, checked) };
}

/** What every door of the adapter begins with. */
export function openService(options: ClsServiceOptions, checked: CheckedService): OpenedService {
  const { credentials, proxy, ca, insecure, transport, clock } = options;
  const connection = connect({ ...checked, credentials, proxy, ca, insecure, transport, clock });
  return { connection, close: () => closeConnection(connection, transport) };
}

import { closeConnection } from '@polylog/driver-kit';
import { type CheckedOptions, type ClsDriverOptions, checkOptions } from './options.js';
import { connect } from './wire/connect.js';
import type { ClsConnection } from './wire/connection.js';

export interface OpenedConnection {
  readonly checked: CheckedOptions;
  readonly connection: ClsConnection;
  /** Closes what was opened: a transport that came with the options stays open. Twice is harmless. */
  close(): Promise<void>;
}

/** Sends nothing; throws `invalid-argument`. */
export function openConnection(options: ClsDriverOptions): OpenedConnection {
  const checked = checkOptions(options);
  const { credentials, proxy, ca, insecure, transport, clock } = options;
  const connection = connect({ ...checked, credentials, proxy, ca, insecure, transport, clock });
  return {
    checked,
    connection,
    close: () => closeConnection(connection, transport),
  };
}

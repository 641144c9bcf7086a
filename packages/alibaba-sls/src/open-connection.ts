import { closeConnection } from '@polylog/driver-kit';
import { type CheckedOptions, checkOptions, type SlsDriverOptions } from './options.js';
import { connect } from './wire/connect.js';
import type { SlsConnection } from './wire/connection.js';

export interface OpenedConnection {
  readonly checked: CheckedOptions;
  readonly connection: SlsConnection;
  /** Closes what was opened: a transport that came with the options stays open. Twice is harmless. */
  close(): Promise<void>;
}

/** What both doors of the adapter begin with. Sends nothing; throws `invalid-argument`. */
export function openConnection(options: SlsDriverOptions): OpenedConnection {
  const checked = checkOptions(options);
  const connection = connect({
    endpoint: options.endpoint,
    credentials: options.credentials,
    signature: checked.signature,
    region: checked.region,
    proxy: options.proxy,
    ca: options.ca,
    insecure: options.insecure,
    transport: options.transport,
    clock: options.clock,
  });
  return {
    checked,
    connection,
    close: () => closeConnection(connection, options.transport),
  };
}

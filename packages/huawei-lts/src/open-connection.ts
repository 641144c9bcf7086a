import { closeConnection } from '@polylog/driver-kit';
import { type CheckedOptions, checkOptions, type LtsDriverOptions } from './options.js';
import type { CheckedService, LtsServiceOptions } from './service-options.js';
import { connect } from './wire/connect.js';
import type { LtsConnection } from './wire/connection.js';

export interface OpenedService {
  readonly connection: LtsConnection;
  /** Closes what was opened: a transport that came with the options stays open. Twice is harmless. */
  close(): Promise<void>;
}

export interface OpenedConnection extends OpenedService {
  readonly checked: CheckedOptions;
}

/** What the driver begins with. Sends nothing; throws `invalid-argument`. */
export function openConnection(options: LtsDriverOptions): OpenedConnection {
  const checked = checkOptions(options);
  return { checked, ...openService(options, checked) };
}

/** What every door of the adapter begins with. */
export function openService(options: LtsServiceOptions, checked: CheckedService): OpenedService {
  const { credentials, proxy, ca, insecure, transport, clock } = options;
  const connection = connect({ ...checked, credentials, proxy, ca, insecure, transport, clock });
  return { connection, close: () => closeConnection(connection, transport) };
}

import type { CredentialStore } from '../credentials/credential-store.js';
import type { Transport } from './transport.js';

/** Closes what was opened for a connection: a transport that was given stays open. Twice is harmless. */
export async function closeConnection(
  { credentials, transport }: { readonly credentials: CredentialStore; readonly transport: Transport },
  given: Transport | undefined,
): Promise<void> {
  credentials.close();
  if (given === undefined) await transport.close();
}

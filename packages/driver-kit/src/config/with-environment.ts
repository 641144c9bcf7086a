import type { CredentialSource } from '../credentials/credentials.js';

/** A section's values as options: `credentials: env` stands for the keys in the environment. */
export function withEnvironment<Options>(
  values: Readonly<Record<string, unknown>>,
  environmentCredentials: () => CredentialSource,
): Options {
  return (values.credentials === 'env' ? { ...values, credentials: environmentCredentials() } : values) as Options;
}

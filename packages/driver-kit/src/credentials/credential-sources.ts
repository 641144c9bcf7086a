import { ConsumerError } from '@polylog/core/driver';
import { checkCredentials } from './check-credentials.js';
import type { CredentialSource, Credentials } from './credentials.js';

/** Fixed keys. Throws `invalid-argument` at once where one is missing or malformed. */
export function staticCredentials(credentials: Credentials): CredentialSource {
  return checkCredentials(credentials, 'credentials');
}

/** Names of environment variables. */
export interface CredentialVariables {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Read where it is set; absent or empty means no token. */
  readonly securityToken?: string;
}

/**
 * Keys from environment variables, read each time they are asked for. A missing one rejects as `invalid-argument` and
 * names the variable.
 */
export function environmentCredentials(
  variables: CredentialVariables,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): CredentialSource {
  return async () => {
    const read = (name: string): string => {
      const value = environment[name];
      if (value) return value;
      const found = value === undefined ? 'not set' : 'empty';
      const text = `the environment variable ${name} is ${found}: set it, or give credentials as an option`;
      throw new ConsumerError('invalid-argument', text);
    };
    const token = variables.securityToken === undefined ? undefined : environment[variables.securityToken];
    const credentials = {
      accessKeyId: read(variables.accessKeyId),
      secretAccessKey: read(variables.secretAccessKey),
      ...(token && { securityToken: token }),
    };
    const names = Object.values(variables).join(', ');
    return checkCredentials(credentials, `environment variables ${names}`);
  };
}

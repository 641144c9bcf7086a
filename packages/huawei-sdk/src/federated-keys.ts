import { type Clock, ConsumerError } from '@polylog/core/driver';
import { type Credentials, createTransport, type FoundCredentials, oneLine } from '@polylog/driver-kit';
import { iamClient } from './iam-client.js';

/** The SDK's own objects (`BasicCredentials`, `GlobalCredentials`), by their shape. */
export interface HuaweiSdkCredentials {
  getAk(): string | undefined;
  getSk(): string | undefined;
  securityToken?: string | undefined;
  /** Of temporary keys, epoch milliseconds. */
  expiredAt?: number | undefined;
  /** Both: the keys come from IAM, for the identity token in that file. */
  readonly idpId?: string | undefined;
  readonly idTokenFile?: string | undefined;
  processAuthRequest(client: unknown, request: unknown): Promise<unknown>;
}

export interface AskOptions {
  /** For messages. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly clock?: Clock | undefined;
}

/** The keys of an object of the SDK; where it has an identity provider, new ones. */
export async function keysOf(credentials: HuaweiSdkCredentials, o: AskOptions): Promise<FoundCredentials> {
  if (credentials.idpId && credentials.idTokenFile) await renew(credentials, o);
  const [accessKeyId, secretAccessKey] = [credentials.getAk(), credentials.getSk()];
  if (!accessKeyId && !secretAccessKey) return { none: 'it has neither an AK nor an SK' };
  if (!accessKeyId || !secretAccessKey) {
    const [there, missing] = accessKeyId ? ['AK', 'SK'] : ['SK', 'AK'];
    throw new ConsumerError('invalid-argument', `${o.name} has an ${there} and no ${missing}. Set both, or none.`);
  }
  const { securityToken, expiredAt } = credentials;
  const keys: Credentials = {
    accessKeyId,
    secretAccessKey,
    ...(securityToken && { securityToken }),
    // What the SDK cannot read as a date it makes NaN.
    ...(expiredAt !== undefined && !Number.isNaN(expiredAt) && { expiresAtMs: expiredAt }),
  };
  return { credentials: keys };
}

/**
 * The SDK renews keys on the way to a request of its own, so it is asked for one, which is never sent. It would keep those
 * that have 40 minutes left, also when a service has refused them: so it is made to forget when they end.
 */
async function renew(credentials: HuaweiSdkCredentials, { name, signal, timeoutMs, clock }: AskOptions): Promise<void> {
  const transport = createTransport({ clock });
  let failure: unknown;
  const client = iamClient({
    ...{ transport, signal, timeoutMs },
    onFailure: (error) => {
      failure = error;
    },
  });
  credentials.expiredAt = undefined;
  try {
    await credentials.processAuthRequest(client, {
      endpoint: 'https://localhost',
      url: '/',
      method: 'GET',
      headers: {},
    });
  } catch (error) {
    signal.throwIfAborted();
    throw failure ?? renewalFailed(name, credentials, error);
  } finally {
    await transport.close();
  }
}

/** Before or after the requests: a file that cannot be read, an answer without keys. */
function renewalFailed(name: string, { idTokenFile }: HuaweiSdkCredentials, error: unknown): ConsumerError {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === 'string') {
    return new ConsumerError(
      'invalid-argument',
      `${name}: the identity token in ${idTokenFile} cannot be read (${code}).`,
    );
  }
  return new ConsumerError('unknown', `${name}: ${oneLine(String(message))}`);
}

import { type Clock, ConsumerError } from '@polylog/core/driver';
import {
  type Address,
  asObject,
  type CredentialPlace,
  type Credentials,
  corrupt,
  createTransport,
  type FoundCredentials,
  hostOf,
  isTransportError,
  objectIn,
  type Transport,
  type TransportResponse,
} from '@polylog/driver-kit';

/** Of a session with the metadata service, as the vendor's SDKs ask for it. */
const TOKEN_SECONDS = 21_600;
/** Without sessions: the service is older, or they are switched off. */
const NO_SESSIONS = [404, 405, 503];
/** In place of a refused session: no agency is bound to the machine. */
const NO_AGENCY = 'Please configure Cloud Service Agency first';

export interface AgencySettings {
  /** Where the metadata service is. */
  readonly endpoint: Address;
  readonly timeoutMs: number;
  readonly clock?: Clock | undefined;
}

/**
 * The agency that is bound to the machine (ECS): temporary keys from its metadata service, as the vendor's SDKs for Python,
 * Go and Java fetch them. The one for Node cannot.
 */
export function agency({ endpoint, timeoutMs, clock }: AgencySettings): CredentialPlace {
  const origin = `${endpoint.scheme}://${hostOf(endpoint)}`;
  return {
    name: 'the agency of this machine',
    async find({ signal }) {
      const transport = createTransport({ clock });
      try {
        const ask = { transport, origin, signal, timeoutMs };
        const session = await openSession(ask);
        return keysIn(
          await send(
            ask,
            'GET',
            '/openstack/latest/securitykey',
            session === undefined ? {} : { 'x-metadata-token': session },
          ),
        );
      } catch (error) {
        signal.throwIfAborted();
        if (isTransportError(error)) return { none: `the metadata service does not answer: ${error.message}` };
        throw error;
      } finally {
        await transport.close();
      }
    },
  };
}

interface Ask {
  readonly transport: Transport;
  readonly origin: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

async function openSession(ask: Ask): Promise<string | undefined> {
  const ttl = { 'x-metadata-token-ttl-seconds': String(TOKEN_SECONDS) };
  const { status, body } = await send(ask, 'PUT', '/meta-data/latest/api/token', ttl);
  if (status === 200) return body.toString('utf8').trim();
  if (NO_SESSIONS.includes(status)) return undefined;
  throw failed(`status ${status} to a new session`);
}

async function send(
  { transport, origin, signal, timeoutMs }: Ask,
  method: 'GET' | 'PUT',
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<TransportResponse> {
  return await transport.send({ lane: 'control', method, url: `${origin}${path}`, headers, signal, timeoutMs });
}

function keysIn({ status, body }: TransportResponse): FoundCredentials {
  if (status === 404) return { none: 'what answers as the metadata service has no keys' };
  if (status >= 400 && body.includes(NO_AGENCY)) return { none: 'no agency is bound to this machine' };
  if (status !== 200) throw failed(`status ${status}`);
  const found = asObject(objectIn(body)?.credential);
  if (found === undefined) throw corrupt('the metadata service', 'a body that holds no keys');
  const { access, secret, securitytoken, expires_at } = found;
  const expiresAtMs = Date.parse(String(expires_at));
  // What is missing or malformed the chain names.
  const keys = { accessKeyId: access, secretAccessKey: secret, securityToken: securitytoken } as Credentials;
  return { credentials: Number.isNaN(expiresAtMs) ? keys : { ...keys, expiresAtMs } };
}

function failed(how: string): ConsumerError {
  return new ConsumerError('unavailable', `the agency of this machine: the metadata service gave no keys: ${how}.`);
}

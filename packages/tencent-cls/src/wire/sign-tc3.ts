import { createHash, createHmac } from 'node:crypto';

/** What TC3-HMAC-SHA256 covers of a call of API 3.0: `POST /` without a query, two headers and the body. */
export interface Tc3Request {
  readonly contentType: string;
  readonly host: string;
  readonly body: Uint8Array;
  /** Epoch seconds; the same number goes into `X-TC-Timestamp`. */
  readonly timestamp: number;
  /** `cls`; what the SDK for Node signs for a server on localhost is something else. */
  readonly service: string;
}

const SIGNED = 'content-type;host';

/** The canonical request: its headers end with a line break, so that an empty line stands before their names. */
export function tc3CanonicalRequest({ contentType, host, body }: Tc3Request): string {
  return ['POST', '/', '', `content-type:${contentType}\nhost:${host}\n`, SIGNED, sha256(body)].join('\n');
}

/** `YYYY-MM-DD/cls/tc3_request`: names the key; its day is the timestamp's, in UTC. */
export function tc3Scope({ timestamp, service }: Pick<Tc3Request, 'timestamp' | 'service'>): string {
  return `${dayOf(timestamp)}/${service}/tc3_request`;
}

/** Lower-case hex HMAC-SHA256, with a key that is good for one day and this service. */
export function tc3Signature(request: Tc3Request, secret: string): string {
  const { timestamp, service } = request;
  const toSign = [
    'TC3-HMAC-SHA256',
    String(timestamp),
    tc3Scope(request),
    sha256(Buffer.from(tc3CanonicalRequest(request), 'utf8')),
  ].join('\n');
  let key: Buffer = Buffer.from(`TC3${secret}`, 'utf8');
  for (const step of [dayOf(timestamp), service, 'tc3_request', toSign]) {
    key = createHmac('sha256', key).update(step, 'utf8').digest();
  }
  return key.toString('hex');
}

/** The value of `Authorization`. */
export function tc3Authorization(request: Tc3Request, secretId: string, secret: string): string {
  const credential = `${secretId}/${tc3Scope(request)}`;
  return `TC3-HMAC-SHA256 Credential=${credential}, SignedHeaders=${SIGNED}, Signature=${tc3Signature(request, secret)}`;
}

function dayOf(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

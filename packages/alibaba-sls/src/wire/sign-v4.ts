import { createHash, createHmac } from 'node:crypto';
import { byCodeUnits, isServiceHeader, type SignableRequest } from './signable-request.js';

/** Lower-case hex SHA-256 of the body as sent, of nothing where there is none: the `x-log-content-sha256` header. */
export function contentSha256(body: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(body ?? '')
    .digest('hex');
}

/** RFC 3986: everything but the unreserved characters is escaped, which `encodeURIComponent` leaves undone for five. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The canonical request of signature version 4. Which headers are signed follows from the rule, not from a list in the
 * request: `host`, `content-type` where sent, every `x-log-*` but `x-log-meta-*`, every `x-acs-*`. The payload hash is
 * worked out from the body, so that a server which uses this function notices a changed body.
 */
export function canonicalRequestV4(request: SignableRequest): string {
  const { headers } = request;
  const signed = Object.keys(headers)
    .filter((name) => name === 'host' || name === 'content-type' || isServiceHeader(name))
    .sort(byCodeUnits);
  return [
    request.method,
    request.path,
    canonicalQuery(request.query),
    signed.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`).join(''),
    signed.join(';'),
    contentSha256(request.body),
  ].join('\n');
}

/** `YYYYMMDD/{region}/sls/aliyun_v4_request`: names the key; its date is that of `x-log-date`. */
export function scopeV4(headers: Readonly<Record<string, string>>, region: string): string {
  return `${dayOf(headers)}/${region}/sls/aliyun_v4_request`;
}

/** What is signed in the end: the moment, the scope and the hash of the canonical request. */
export function stringToSignV4(request: SignableRequest, region: string): string {
  return [
    'SLS4-HMAC-SHA256',
    request.headers['x-log-date'] ?? '',
    scopeV4(request.headers, region),
    createHash('sha256').update(canonicalRequestV4(request), 'utf8').digest('hex'),
  ].join('\n');
}

/** Lower-case hex HMAC-SHA256 with a key that is good for one day, one region and this service. */
export function signatureV4(request: SignableRequest, secret: string, region: string): string {
  const steps = [dayOf(request.headers), region, 'sls', 'aliyun_v4_request', stringToSignV4(request, region)];
  let key: Buffer = Buffer.from(`aliyun_v4${secret}`, 'utf8');
  for (const step of steps) key = createHmac('sha256', key).update(step, 'utf8').digest();
  return key.toString('hex');
}

function dayOf(headers: Readonly<Record<string, string>>): string {
  return (headers['x-log-date'] ?? '').slice(0, 8);
}

/** Sorted by name; the value is escaped, the name is not; an empty value is the bare name. */
function canonicalQuery(query: SignableRequest['query']): string {
  return [...query]
    .sort(([a], [b]) => byCodeUnits(a, b))
    .map(([name, value]) => (value === '' ? name : `${name}=${percentEncode(value)}`))
    .join('&');
}

import { createHash, createHmac } from 'node:crypto';
import { byCodeUnits, isServiceHeader, type SignableRequest } from './signable-request.js';

/** Upper-case hex MD5 of the body as sent: the `Content-MD5` header of version 1. */
export function contentMd5(body: Uint8Array): string {
  return createHash('md5').update(body).digest('hex').toUpperCase();
}

/**
 * The text that signature version 1 signs. The MD5 is worked out from the body, never taken from the `content-md5`
 * header, so that a server which uses this function notices a changed body. An empty body counts as none, unless its MD5 was
 * sent, as one vendor's SDK does.
 */
export function stringToSignV1(request: SignableRequest): string {
  const { body, headers } = request;
  const covered = Object.keys(headers)
    .filter((name) => isServiceHeader(name) && name !== 'x-log-date')
    .sort(byCodeUnits)
    .map((name) => `${name}:${(headers[name] ?? '').trim()}`);
  return [
    request.method,
    body === undefined || (body.length === 0 && headers['content-md5'] === undefined) ? '' : contentMd5(body),
    headers['content-type'] ?? '',
    headers['x-log-date'] ?? headers.date ?? '',
    ...covered,
    resource(request),
  ].join('\n');
}

/** Base64 of HMAC-SHA1; stands after the colon in `Authorization: LOG {id}:{signature}`. */
export function signatureV1(request: SignableRequest, secret: string): string {
  return createHmac('sha1', secret).update(stringToSignV1(request), 'utf8').digest('base64');
}

/** Path and decoded parameters sorted by name; one with an empty value keeps its `=`. */
function resource({ path, query }: SignableRequest): string {
  if (query.length === 0) return path;
  const sorted = [...query].sort(([a], [b]) => byCodeUnits(a, b));
  return `${path}?${sorted.map(([name, value]) => `${name}=${value}`).join('&')}`;
}

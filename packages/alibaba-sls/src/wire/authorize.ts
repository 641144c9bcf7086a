import type { Credentials } from '@polylog/driver-kit';
import { contentMd5, signatureV1 } from './sign-v1.js';
import { contentSha256, scopeV4, signatureV4 } from './sign-v4.js';
import type { SignableRequest } from './signable-request.js';

type Headers = Readonly<Record<string, string>>;

/**
 * The request's headers with everything that version 1 wants: date, MD5 of the body, the token of temporary credentials
 * and `Authorization`. `nowMs` is the moment as the service sees it, epoch milliseconds.
 */
export function signV1(request: SignableRequest, credentials: Credentials, nowMs: number): Headers {
  const { method, path, query, body } = request;
  const headers = withCommon(request.headers, credentials);
  headers['x-log-signaturemethod'] = 'hmac-sha1';
  headers.date = new Date(nowMs).toUTCString();
  if (body !== undefined && body.length > 0) headers['content-md5'] = contentMd5(body);
  const signature = signatureV1({ method, path, query, headers, body }, credentials.secretAccessKey);
  headers.authorization = `LOG ${credentials.accessKeyId}:${signature}`;
  return headers;
}

/** The same for version 4, which signs `host` as well: it has to be among the request's headers. */
export function signV4(request: SignableRequest, credentials: Credentials, nowMs: number, region: string): Headers {
  const { method, path, query, body } = request;
  const headers = withCommon(request.headers, credentials);
  headers['x-log-date'] = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  headers['x-log-content-sha256'] = contentSha256(body);
  const signature = signatureV4({ method, path, query, headers, body }, credentials.secretAccessKey, region);
  const credential = `${credentials.accessKeyId}/${scopeV4(headers, region)}`;
  headers.authorization = `SLS4-HMAC-SHA256 Credential=${credential},Signature=${signature}`;
  return headers;
}

/** A copy, which the signer goes on filling. By `assign`: V8 is thirty times slower at adding to what a spread has made. */
function withCommon(given: Headers, { securityToken }: Credentials): Record<string, string> {
  const headers: Record<string, string> = Object.assign({}, given);
  headers['x-log-apiversion'] = '0.6.0';
  if (securityToken !== undefined && securityToken !== '') headers['x-acs-security-token'] = securityToken;
  return headers;
}

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
  const headers: Headers = {
    ...request.headers,
    ...common(credentials),
    'x-log-signaturemethod': 'hmac-sha1',
    date: new Date(nowMs).toUTCString(),
    ...(hasBody(request) ? { 'content-md5': contentMd5(request.body) } : {}),
  };
  const signature = signatureV1({ ...request, headers }, credentials.secretAccessKey);
  return { ...headers, authorization: `LOG ${credentials.accessKeyId}:${signature}` };
}

/** The same for version 4, which signs `host` as well: it has to be among the request's headers. */
export function signV4(request: SignableRequest, credentials: Credentials, nowMs: number, region: string): Headers {
  const headers: Headers = {
    ...request.headers,
    ...common(credentials),
    'x-log-date': new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, ''),
    'x-log-content-sha256': contentSha256(request.body),
  };
  const signature = signatureV4({ ...request, headers }, credentials.secretAccessKey, region);
  const credential = `${credentials.accessKeyId}/${scopeV4(headers, region)}`;
  return { ...headers, authorization: `SLS4-HMAC-SHA256 Credential=${credential},Signature=${signature}` };
}

function common({ securityToken }: Credentials): Headers {
  return {
    'x-log-apiversion': '0.6.0',
    ...(securityToken === undefined || securityToken === '' ? {} : { 'x-acs-security-token': securityToken }),
  };
}

function hasBody(request: SignableRequest): request is SignableRequest & { readonly body: Uint8Array } {
  return request.body !== undefined && request.body.length > 0;
}

import { contentMd5, contentSha256, type SignableRequest, signatureV1, signatureV4 } from '@polylog/alibaba-sls/wire';
import { type AccessKey, sameText } from '../auth/access-key.js';
import { parseSignedDate } from '../auth/signed-date.js';
import type { RawRequest } from '../http/request.js';
import { SlsError } from './error.js';

const MAX_SKEW_MS = 15 * 60_000;

/** Checks what the service checks before it looks at the call. Throws the service's codes. */
export function authenticate(request: RawRequest, keys: ReadonlyMap<string, AccessKey>, nowMs: number): void {
  const { headers } = request;
  const version = headers['x-log-apiversion'];
  if (version === undefined) throw bad('MissingAPIVersion', 'x-log-apiversion does not exist in header');
  if (version !== '0.6.0') throw bad('InvalidAPIVersion', `invalid api version: ${version}`);
  const authorization = headers.authorization;
  if (!authorization) throw bad('MissAccessKeyId', 'x-log-accesskeyid does not exist in header');
  if (authorization.startsWith('LOG ')) verifyV1(request, authorization, keys, nowMs);
  else if (authorization.startsWith('SLS4-HMAC-SHA256 ')) verifyV4(request, authorization, keys, nowMs);
  else throw unauthorized('the Authorization header is neither "LOG ..." nor "SLS4-HMAC-SHA256 ..."');
}

function verifyV1(
  request: RawRequest,
  authorization: string,
  keys: ReadonlyMap<string, AccessKey>,
  nowMs: number,
): void {
  const { headers, body } = request;
  const method = headers['x-log-signaturemethod'];
  if (method === undefined) throw bad('MissingSignatureMethod', 'x-log-signaturemethod does not exist in header');
  if (method !== 'hmac-sha1') throw bad('InvalidSignatureMethod', `signature method ${method} is not supported`);
  const date = headers['x-log-date'] ?? headers.date;
  if (date === undefined) throw bad('MissingDate', 'date does not exist in header');
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(date)) {
    throw bad('InvalidDateFormat', `date ${date} must follow RFC822`);
  }
  checkSkew(Date.parse(date), nowMs);
  const colon = authorization.lastIndexOf(':');
  const key = keyFor(authorization.slice('LOG '.length, Math.max(colon, 0)), keys);
  if (body.length > 0 && headers['content-md5'] !== contentMd5(body)) throw signatureNotMatch();
  if (!sameText(authorization.slice(colon + 1), signatureV1(signable(request), key.secret))) throw signatureNotMatch();
  checkToken(request, key, nowMs);
}

function verifyV4(
  request: RawRequest,
  authorization: string,
  keys: ReadonlyMap<string, AccessKey>,
  nowMs: number,
): void {
  const { headers, body } = request;
  const moment = headers['x-log-date'];
  if (moment === undefined) throw bad('MissingDate', 'x-log-date does not exist in header');
  const sentAtMs = parseSignedDate(moment);
  if (sentAtMs === undefined) throw bad('InvalidDateFormat', `x-log-date ${moment} must be YYYYMMDDTHHMMSSZ`);
  checkSkew(sentAtMs, nowMs);
  const credential =
    /^SLS4-HMAC-SHA256 Credential=([^/]*)\/(\d{8})\/([^/]+)\/sls\/aliyun_v4_request, ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  if (!credential) throw unauthorized('the Authorization header does not follow signature version 4');
  const [, id = '', date, region = '', signature = ''] = credential;
  const key = keyFor(id, keys);
  if (date !== moment.slice(0, 8)) throw signatureNotMatch();
  if (headers['x-log-content-sha256'] !== contentSha256(body)) throw signatureNotMatch();
  if (!sameText(signature, signatureV4(signable(request), key.secret, region))) throw signatureNotMatch();
  checkToken(request, key, nowMs);
}

function keyFor(id: string, keys: ReadonlyMap<string, AccessKey>): AccessKey {
  const key = keys.get(id);
  if (!key) throw new SlsError(401, 'InvalidAccessKeyId', `access key id ${id} does not exist`);
  return key;
}

/** After the signature: a token is told about only to somebody who has the secret. */
function checkToken(request: RawRequest, key: AccessKey, nowMs: number): void {
  if (request.headers['x-acs-security-token'] !== key.securityToken) {
    throw unauthorized('the security token you provided is invalid');
  }
  if (key.securityTokenExpiresAtMs !== undefined && nowMs >= key.securityTokenExpiresAtMs) {
    throw new SlsError(401, 'SecurityTokenExpired', 'the security token you provided has expired');
  }
}

function checkSkew(sentAtMs: number, nowMs: number): void {
  if (Math.abs(sentAtMs - nowMs) <= MAX_SKEW_MS) return;
  throw bad(
    'RequestTimeTooSkewed',
    'the difference between the request time and the server time is more than 15 minutes',
  );
}

function signable(request: RawRequest): SignableRequest {
  const { method, path, query, headers, body } = request;
  return { method, path, query, headers, body };
}

const bad = (code: string, message: string): SlsError => new SlsError(400, code, message);
const unauthorized = (message: string): SlsError => new SlsError(401, 'Unauthorized', message);
const signatureNotMatch = (): SlsError =>
  new SlsError(401, 'SignatureNotMatch', 'the signature calculated is not matched');

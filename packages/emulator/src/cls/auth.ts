import { legacySignature, tc3Signature } from '@polylog/tencent-cls/wire';
import { type AccessKey, bringsToken, sameText } from '../auth/access-key.js';
import { signedHosts } from '../auth/signed-hosts.js';
import type { RawRequest } from '../http/request.js';
import { ClsError } from './error.js';
import type { ClsSwitches } from './switches.js';

export type Keys = ReadonlyMap<string, AccessKey>;

const MAX_SKEW_SECONDS = 300;

/** Checks the legacy signature of the data plane. Throws the service's codes. */
export function authenticateData(request: RawRequest, keys: Keys, nowMs: number): void {
  const { headers, method, path } = request;
  if (!headers.authorization) throw new ClsError(400, 'MissingAuthorization', 'Authorization is missing');
  const items = new Map(headers.authorization.split('&').map((item) => splitOnce(item, '=')));
  const item = (name: string): string => {
    const value = items.get(name);
    if (value === undefined) throw new ClsError(400, 'InvalidAuthorization', `Authorization lacks ${name}`);
    return value;
  };
  const [from, until] = item('q-sign-time').split(';').map(Number);
  const isWindow = Number.isInteger(from) && Number.isInteger(until) && item('q-key-time') === item('q-sign-time');
  if (item('q-sign-algorithm') !== 'sha1' || !isWindow) {
    throw new ClsError(400, 'InvalidAuthorization', 'Authorization is not of the form of q-sign-algorithm=sha1');
  }
  const window = { from: from as number, until: until as number };
  const key = keyFor(item('q-ak'), keys);
  const signedParameters = namesIn(item('q-url-param-list'));
  const query = request.query.filter(([name]) => signedParameters.has(name.toLowerCase()));
  const signed = (host: string): Record<string, string> =>
    Object.fromEntries(
      [...namesIn(item('q-header-list'))].map((name) => [name, name === 'host' ? host : (headers[name] ?? '')]),
    );
  // Python and Go write a space as `+`, Java and JavaScript as `%20`; some sign the host without its port.
  const isGood = signedHosts(request).some((host) =>
    (['+', '%20'] as const).some((space) =>
      sameText(
        item('q-signature'),
        legacySignature({ method, path, query, headers: signed(host), window }, key.secret, space),
      ),
    ),
  );
  if (!isGood) throw signatureFailure();
  const nowSeconds = nowMs / 1000;
  if (nowSeconds < window.from || nowSeconds > window.until) throw signatureExpire('the window of the signature');
  checkToken(key, headers['x-cls-token'], nowMs);
}

/** Checks TC3-HMAC-SHA256. Throws the service's codes. */
export function authenticateApi(
  request: RawRequest,
  keys: Keys,
  nowMs: number,
  tokenHeader: ClsSwitches['tokenHeader'],
): void {
  const { headers, body } = request;
  const parts =
    /^TC3-HMAC-SHA256 Credential=([^/]*)\/(\d{4}-\d\d-\d\d)\/([^/]+)\/tc3_request, ?SignedHeaders=content-type;host, ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (!parts) {
    throw new ClsError(400, 'AuthFailure.InvalidAuthorization', 'Authorization is missing or not of the form of TC3');
  }
  const [, id = '', day, service = '', signature = ''] = parts;
  const timestamp = Number(headers['x-tc-timestamp']);
  if (!Number.isSafeInteger(timestamp) || new Date(timestamp * 1000).toISOString().slice(0, 10) !== day) {
    throw new ClsError(400, 'AuthFailure.InvalidAuthorization', 'X-TC-Timestamp is not of the day of the credential');
  }
  const key = keyFor(id, keys);
  const contentType = headers['content-type'] ?? '';
  // One SDK names its own idea of the service, `127` for an address: what the credential says is taken for it.
  const isGood = signedHosts(request).some((host) =>
    sameText(signature, tc3Signature({ contentType, host, body, timestamp, service }, key.secret)),
  );
  if (!isGood) throw signatureFailure();
  if (Math.abs(nowMs / 1000 - timestamp) > MAX_SKEW_SECONDS) throw signatureExpire('X-TC-Timestamp');
  const token = headers['x-tc-token'] ?? (tokenHeader === 'either' ? headers['x-cls-token'] : undefined);
  checkToken(key, token, nowMs);
}

function namesIn(list: string): ReadonlySet<string> {
  return new Set(
    list
      .toLowerCase()
      .split(';')
      .filter((name) => name !== ''),
  );
}

function keyFor(id: string, keys: Keys): AccessKey {
  const key = keys.get(id);
  if (!key) throw new ClsError(401, 'AuthFailure.SecretIdNotFound', 'The SecretId is not found.');
  return key;
}

/** After the signature: a token is told about only to somebody who has the secret. */
function checkToken(key: AccessKey, token: string | undefined, nowMs: number): void {
  if (bringsToken(key, token, nowMs)) return;
  throw new ClsError(401, 'AuthFailure.TokenFailure', 'The token is wrong or has expired.');
}

function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

const signatureFailure = (): ClsError =>
  new ClsError(401, 'AuthFailure.SignatureFailure', 'The provided credentials could not be validated.');
const signatureExpire = (what: string): ClsError =>
  new ClsError(401, 'AuthFailure.SignatureExpire', `${what} is too far from the time of the service`);

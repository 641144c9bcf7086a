import { createHash } from 'node:crypto';
import { type SignedRequest, sdkHmacSignature, type V11Signer, v11Signature } from '@polylog/huawei-lts/wire';
import { type AccessKey, bringsToken, sameText } from '../auth/access-key.js';
import { parseSignedDate } from '../auth/signed-date.js';
import { signedHosts } from '../auth/signed-hosts.js';
import type { RawRequest } from '../http/request.js';
import { unauthorized } from './error.js';
import { asJavaText } from './java-text.js';
import type { KeyLock } from './key-lock.js';
import type { Plane } from './router.js';
import type { LtsSwitches } from './switches.js';

export interface Gate {
  readonly keys: ReadonlyMap<string, AccessKey>;
  readonly lock: KeyLock;
  /** The only one that is let in; absent: any. */
  readonly region: string | undefined;
  readonly switches: Pick<LtsSwitches, 'signatures' | 'tokenHeader'>;
}

interface Authorization {
  readonly id: string;
  readonly headers: readonly string[];
  readonly signature: string;
  /** Of V11 only. */
  readonly scope: { readonly day: string; readonly region: string } | undefined;
}

const MAX_SKEW_MS = 15 * 60_000;
const UNSIGNED = 'UNSIGNED-PAYLOAD';

/** Checks what the gateway checks before it looks at the call: one code for whatever is wrong. */
export function authenticate(request: RawRequest, plane: Plane, gate: Gate, nowMs: number): void {
  const { headers } = request;
  const { keys, lock, region, switches } = gate;
  const given = authorizationIn(headers.authorization ?? '');
  const moment = headers['x-sdk-date'] ?? '';
  const sentAtMs = parseSignedDate(moment);
  if (sentAtMs === undefined) throw unauthorized('X-Sdk-Date is missing, or not of the form YYYYMMDDTHHMMSSZ');
  if (!given.headers.includes('x-sdk-date')) throw unauthorized('X-Sdk-Date is not signed');
  const key = keys.get(given.id);
  if (!key) throw unauthorized(`access key ${given.id} does not exist`);
  if (lock.isLocked(key.id, nowMs)) throw unauthorized(`access key ${key.id} is locked: too many bad signatures`);
  if (!isSigned(request, given, key, flavoursOf(given, plane, switches))) {
    lock.bad(key.id, nowMs);
    throw unauthorized('the signature is not the one expected');
  }
  lock.good(key.id);
  if (
    given.scope &&
    (given.scope.day !== moment.slice(0, 8) || given.scope.region !== (region ?? given.scope.region))
  ) {
    throw unauthorized('the scope of the signature is of another day or region');
  }
  if (Math.abs(sentAtMs - nowMs) > MAX_SKEW_MS) throw unauthorized('X-Sdk-Date is more than 15 minutes off');
  // After the signature: a token is told about only to somebody who has the secret.
  if (!bringsToken(key, tokenIn(headers, plane, switches), nowMs)) throw unauthorized('the token is wrong or over');
}

function authorizationIn(text: string): Authorization {
  const parts =
    /^(?:SDK-HMAC-SHA256 Access=([^,\s]*)|V11-HMAC-SHA256 Credential=([^/,\s]*)\/(\d{8})\/([^/,\s]+)\/lts), ?SignedHeaders=([^,\s]*), ?Signature=([0-9a-f]{64})$/.exec(
      text,
    );
  if (!parts) throw unauthorized('Authorization is missing, or not of a known form');
  const [, simpleId, id = simpleId ?? '', day, region, headers = '', signature = ''] = parts;
  const scope = day === undefined || region === undefined ? undefined : { day, region };
  return { id, headers: headers.toLowerCase().split(';'), signature, scope };
}

type Flavour = V11Signer['flavour'] | 'sdk-hmac';

function flavoursOf({ scope }: Authorization, plane: Plane, { signatures }: Gate['switches']): readonly Flavour[] {
  const own: readonly Flavour[] = plane === 'access' ? ['lts'] : ['sdk-hmac', 'core'];
  const possible: readonly Flavour[] = scope ? ['lts', 'core'] : ['sdk-hmac'];
  return signatures === 'any' ? possible : possible.filter((flavour) => own.includes(flavour));
}

function isSigned(
  request: RawRequest,
  { headers: names, signature, scope }: Authorization,
  key: AccessKey,
  flavours: readonly Flavour[],
): boolean {
  const { headers, body } = request;
  const ownHash = headers['x-sdk-content-sha256'] ?? UNSIGNED;
  if (ownHash !== UNSIGNED && ownHash !== createHash('sha256').update(body).digest('hex')) return false;
  const hasSpace = request.query.some((pair) => pair.some((text) => text.includes(' ')));
  const spaces = hasSpace ? (['+', '%20'] as const) : (['+'] as const);
  const signer = { accessKeyId: key.id, secretAccessKey: key.secret, region: scope?.region ?? '' };
  for (const signed of readings(request, names)) {
    for (const flavour of flavours) {
      const expected =
        flavour === 'sdk-hmac'
          ? [sdkHmacSignature(signed, key.secret)]
          : spaces.map((space) => v11Signature(signed, { ...signer, flavour }, space));
      if (expected.some((each) => sameText(signature, each))) return true;
    }
  }
  return false;
}

/** What may have been signed, in all the ways that clients are known to write host, path and body; the usual one first. */
function* readings(request: RawRequest, names: readonly string[]): Generator<SignedRequest> {
  const { method, query } = request;
  const hosts = names.includes('host') ? signedHosts(request) : [''];
  for (const body of bodiesOf(request)) {
    for (const path of pathsOf(request)) {
      for (const host of hosts) {
        const value = (name: string): string => (name === 'host' ? host : (request.headers[name] ?? ''));
        yield { method, path, query, headers: Object.fromEntries(names.map((name) => [name, value(name)])), body };
      }
    }
  }
}

/** As it came; or, compressed, taken for the UTF-8 text that it is not: that is what the LTS SDK for Java signs. */
function bodiesOf({ headers, body }: RawRequest): readonly Buffer[] {
  return headers['content-encoding'] === undefined ? [body] : [body, asJavaText(body)];
}

/** Decoded, as it is to be; or with what the general SDK for Node escapes twice. */
function pathsOf({ path }: RawRequest): readonly string[] {
  const decoded = decodedPath(path);
  const twice = decoded.replace(/[\s"'<>\\^`{|}]/g, (character) => percentEncoded(character));
  return [...new Set([decoded, twice])];
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The access node may know only one of the two headers. */
function tokenIn(headers: RawRequest['headers'], plane: Plane, { tokenHeader }: Gate['switches']): string | undefined {
  const { securitytoken: plain, 'x-security-token': standard } = headers;
  if (plane === 'gateway' || tokenHeader === 'either') return standard ?? plain;
  return tokenHeader === 'SecurityToken' ? plain : standard;
}

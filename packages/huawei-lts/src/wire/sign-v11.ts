import { createHmac, hkdfSync } from 'node:crypto';
import { canonicalRequest, type SignedRequest, type SpaceForm, sha256, signedHeaders } from './canonical-request.js';

/** Whose keys, and for which region: as configured, since its letters' case is signed. */
export interface V11Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  /**
   * `lts` as the LTS SDKs sign for the access node: the day on the second line, `+` for a space. `core` as the general SDKs
   * sign with a derived key: the whole time there, `%20`.
   */
  readonly flavour: 'lts' | 'core';
}

const ALGORITHM = 'V11-HMAC-SHA256';

/** `20250723/cn-north-4/lts`: names the key. */
export function v11Scope(request: Pick<SignedRequest, 'headers'>, region: string): string {
  return `${dayOf(request)}/${region}/lts`;
}

/** The key of one day, region and service. The text is the key, not the bytes that it stands for. */
export function v11DerivedKey(
  { accessKeyId, secretAccessKey }: Pick<V11Signer, 'accessKeyId' | 'secretAccessKey'>,
  scope: string,
): string {
  return Buffer.from(hkdfSync('sha256', secretAccessKey, accessKeyId, scope, 32)).toString('hex');
}

/** Lower-case hex HMAC-SHA256. `space` is what a server tries that was sent something else than the flavour's own. */
export function v11Signature(request: SignedRequest, signer: V11Signer, space?: SpaceForm): string {
  const isLts = signer.flavour === 'lts';
  const scope = v11Scope(request, signer.region);
  const toSign = [
    ALGORITHM,
    isLts ? dayOf(request) : (request.headers['x-sdk-date'] ?? ''),
    scope,
    sha256(canonicalRequest(request, space ?? (isLts ? '+' : '%20'))),
  ].join('\n');
  return createHmac('sha256', v11DerivedKey(signer, scope)).update(toSign).digest('hex');
}

/** The value of `Authorization`. */
export function v11Authorization(request: SignedRequest, signer: V11Signer): string {
  const credential = `${signer.accessKeyId}/${v11Scope(request, signer.region)}`;
  return `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders(request.headers)}, Signature=${v11Signature(request, signer)}`;
}

function dayOf({ headers }: Pick<SignedRequest, 'headers'>): string {
  return (headers['x-sdk-date'] ?? '').slice(0, 8);
}

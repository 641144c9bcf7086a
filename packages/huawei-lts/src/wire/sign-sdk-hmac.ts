import { createHmac } from 'node:crypto';
import { canonicalRequest, type SignedRequest, sha256, signedHeaders } from './canonical-request.js';

const ALGORITHM = 'SDK-HMAC-SHA256';

/** Lower-case hex HMAC-SHA256 of the general SDKs, under the secret key itself: what the gateway takes. */
export function sdkHmacSignature(request: SignedRequest, secret: string): string {
  const toSign = [ALGORITHM, request.headers['x-sdk-date'] ?? '', sha256(canonicalRequest(request, '%20'))].join('\n');
  return createHmac('sha256', secret).update(toSign).digest('hex');
}

/** The value of `Authorization`. */
export function sdkHmacAuthorization(request: SignedRequest, accessKeyId: string, secret: string): string {
  return `${ALGORITHM} Access=${accessKeyId}, SignedHeaders=${signedHeaders(request.headers)}, Signature=${sdkHmacSignature(request, secret)}`;
}

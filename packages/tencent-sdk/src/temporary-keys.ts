import type { Credentials } from '@polylog/driver-kit';

/** The keys of an answer of the metadata service or of STS, by their shape. What is missing or malformed the chain names. */
export function temporaryKeys(found: {
  readonly TmpSecretId: string;
  readonly TmpSecretKey: string;
  readonly Token: string;
  readonly ExpiredTime?: number;
  readonly Expiration?: string;
}): Credentials {
  const { TmpSecretId: accessKeyId, TmpSecretKey: secretAccessKey, Token: securityToken } = found;
  const expiresAtMs = expiryOf(found);
  return { accessKeyId, secretAccessKey, securityToken, ...(expiresAtMs !== undefined && { expiresAtMs }) };
}

/** Epoch seconds, beside the same as text. */
function expiryOf({ ExpiredTime: seconds, Expiration: text = '' }: { ExpiredTime?: number; Expiration?: string }) {
  if (typeof seconds === 'number' && Number.isFinite(seconds)) return seconds * 1000;
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : parsed;
}

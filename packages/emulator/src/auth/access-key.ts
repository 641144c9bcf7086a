import { timingSafeEqual } from 'node:crypto';

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  /** Temporary credentials: must come with every request under this id. */
  readonly securityToken?: string;
  /** When the token is over, epoch milliseconds by the emulator's clock. Absent: never. */
  readonly securityTokenExpiresAtMs?: number;
}

/** For local work only: everybody knows it. */
export const defaultAccessKey: AccessKey = { id: 'polylog', secret: 'polylog-emulator-secret' };

/** Whether a request brought the token of its key, and none where there is none, before it is over. An empty one is none. */
export function bringsToken(key: AccessKey, token: string | undefined, nowMs: number): boolean {
  const isOver = key.securityTokenExpiresAtMs !== undefined && nowMs >= key.securityTokenExpiresAtMs;
  return (token || undefined) === key.securityToken && !isOver;
}

/** Whether a signature is the one expected, in a time that does not tell how much of it is. */
export function sameText(given: string, expected: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}

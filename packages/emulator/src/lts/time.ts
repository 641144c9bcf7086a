/** Units that the service's whole numbers of time come in. */
export type TimeUnit = 'seconds' | 'milliseconds' | 'nanoseconds';

export function nanoseconds(epochMs: number): bigint {
  return BigInt(epochMs) * 1_000_000n;
}

export function inUnit(epochMs: number, unit: TimeUnit): bigint {
  switch (unit) {
    case 'seconds':
      return BigInt(Math.floor(epochMs / 1000));
    case 'milliseconds':
      return BigInt(epochMs);
    case 'nanoseconds':
      return nanoseconds(epochMs);
    default:
      return unit satisfies never;
  }
}

import type { Codec } from '@polylog/driver-kit';
import { nativeLz4 } from '@polylog/lz4-native';
import { describe, it } from 'vitest';

/** Tests that need the native module: skipped, with the reason, where it is not to be had; in CI it must be there. */
export function describeNative(name: string, tests: (native: Codec) => void): void {
  const found = nativeOrWhyNot();
  if (typeof found !== 'string') describe(name, () => tests(found));
  else if (process.env.CI === 'true') it(name, () => Promise.reject(new Error(found)));
  else it.skip(`${name} (skipped: ${found})`);
}

function nativeOrWhyNot(): Codec | string {
  try {
    return nativeLz4();
  } catch (error) {
    return `${(error as Error).message} In this repository: npm run native.`;
  }
}

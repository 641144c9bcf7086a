import { createRequire } from 'node:module';
import { lz4Block } from '@polylog/driver-kit';

/** @returns {Promise<import('@polylog/driver-kit').Codec>} */
export async function codecNamed(/** @type {'js' | 'native'} */ name) {
  if (name === 'js') return lz4Block;
  const { nativeLz4 } = await import('@polylog/lz4-native');
  return nativeLz4();
}

/** Why the native codec cannot be used here; undefined where it can. */
export async function nativeLz4Absent() {
  try {
    await codecNamed('native');
    return undefined;
  } catch (error) {
    return error.message;
  }
}

/** The package `lz4` itself, as those use it who have no Polylog. */
export const lz4Package = () => createRequire(import.meta.resolve('@polylog/lz4-native'))('lz4');

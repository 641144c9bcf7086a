/** `@polylog/lz4-native`: native LZ4 for Polylog's adapters. */

export { nativeLz4 } from './native-lz4.js';

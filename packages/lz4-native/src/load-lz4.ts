import { createRequire } from 'node:module';
import { ConsumerError } from '@polylog/core/driver';

/** What we use of the package `lz4`, which has no types of its own. */
export interface Lz4Module {
  /** Bytes that a block of so many raw bytes may need. */
  encodeBound(rawBytes: number): number;
  /** Bytes written; 0 where `output` is too small. */
  encodeBlock(input: Uint8Array, output: Uint8Array): number;
  /** Bytes written; negative for a block that is damaged or does not fit into `output`. */
  decodeBlock(input: Uint8Array, output: Uint8Array): number;
}

const require = createRequire(import.meta.url);

/** Throws `unsupported` where this Node cannot load it. */
export function loadLz4(): Lz4Module {
  try {
    return require('lz4') as Lz4Module;
  } catch (cause) {
    const { platform, arch, versions } = process;
    throw new ConsumerError(
      'unsupported',
      `nativeLz4: ${found(cause)} (this is Node ${versions.node} on ${platform} ${arch}). ` +
        'It is compiled when it is installed, which needs Python, make and a C++ compiler. ' +
        'With pnpm: write "allowBuilds: { lz4: true }" into pnpm-workspace.yaml, then run "pnpm rebuild lz4". ' +
        'With npm: run "npm rebuild lz4". Or leave the option out: the built-in LZ4 reads the same, without any of this.',
      { cause },
    );
  }
}

/** What lies where the native module should, in words. */
function found(cause: unknown): string {
  const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown };
  const text = String(message);
  if (code === 'MODULE_NOT_FOUND') {
    return text.includes("'lz4'") ? 'the package "lz4" is not installed' : 'the package "lz4" is not compiled';
  }
  // Another system's lies there until a build takes its place: the package ships one for macOS. What is
  // said of another Node's differs from Node to Node, and often names no version.
  if (code === 'ERR_DLOPEN_FAILED') {
    return 'the package "lz4" holds a binary for another system, or for another major version of Node';
  }
  return `the package "lz4" cannot be loaded: ${text.split('\n', 1)[0]}`;
}

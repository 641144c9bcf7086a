export interface PooledBuffer {
  /** Exactly as long as was asked for. Its content is whatever was there before. */
  readonly buffer: Buffer;
  /** Lets others have the memory: nobody may touch `buffer` afterwards. Twice is harmless. */
  giveBack(): void;
}

export interface BufferPool {
  take(bytes: number): PooledBuffer;
  /** What lies here unused, in bytes. */
  readonly idleBytes: number;
}

export interface BufferPoolOptions {
  /**
   * How much unused memory is kept for the next one who asks; what is given back beyond that is left to the collector.
   * @defaultValue 33_554_432 (32 MiB)
   */
  readonly maxIdleBytes?: number;
}

/** Below this a fresh buffer is as cheap as one from here. */
const SMALLEST_CLASS_BYTES = 16 * 1024;

/** Keeps large buffers for reuse: a fresh one of 8 MB costs a millisecond or two of page faults. */
export function createBufferPool(options: BufferPoolOptions = {}): BufferPool {
  const { maxIdleBytes = 32 * 1024 * 1024 } = options;
  const idle = new Map<number, Buffer[]>();
  let idleBytes = 0;

  return {
    get idleBytes() {
      return idleBytes;
    },
    take(bytes) {
      const size = classOf(bytes);
      const reused = idle.get(size)?.pop();
      if (reused !== undefined) idleBytes -= size;
      // Never from Node's shared slab: what is given back must be nobody else's.
      let whole: Buffer | undefined = reused ?? Buffer.allocUnsafeSlow(size);
      let buffer = whole.subarray(0, bytes);
      return {
        get buffer() {
          return buffer;
        },
        giveBack() {
          if (whole !== undefined && idleBytes + size <= maxIdleBytes) {
            const list = idle.get(size);
            if (list === undefined) idle.set(size, [whole]);
            else list.push(whole);
            idleBytes += size;
          }
          whole = undefined;
          // Whoever still holds this object holds no memory.
          buffer = NO_BYTES;
        },
      };
    },
  };
}

const NO_BYTES = Buffer.alloc(0);

/** Four sizes to each power of two, so that at most a fifth of a buffer is wasted. */
function classOf(bytes: number): number {
  if (bytes <= SMALLEST_CLASS_BYTES) return SMALLEST_CLASS_BYTES;
  const step = 2 ** Math.floor(Math.log2(bytes - 1)) / 4;
  return Math.ceil(bytes / step) * step;
}

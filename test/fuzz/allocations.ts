/** Names of all constructors of memory outside the heap. */
const CONSTRUCTORS = [
  'ArrayBuffer',
  'SharedArrayBuffer',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
] as const;

let asked = 0;
let installed = false;

/**
 * Counts, from now on, the bytes of memory outside the heap that are asked for: by `Buffer.alloc` and its like, which
 * node:zlib and `Buffer.concat` use too, and by the constructors of array buffers and typed arrays. What native code keeps
 * for itself (the window of zlib) is not seen. The first call changes the globals of this process.
 */
export function meterAllocations(): () => number {
  if (!installed) install();
  const before = asked;
  return () => asked - before;
}

function install(): void {
  installed = true;
  for (const name of ['alloc', 'allocUnsafe', 'allocUnsafeSlow'] as const) {
    const original = Buffer[name] as (bytes: number, ...more: unknown[]) => Buffer;
    Buffer[name] = function (this: unknown, bytes: number, ...more: unknown[]): Buffer {
      asked += bytes;
      return original.call(Buffer, bytes, ...more);
    } as never;
  }
  const globals = globalThis as unknown as Record<string, new (...given: unknown[]) => { readonly byteLength: number }>;
  for (const name of CONSTRUCTORS) {
    const original = globals[name];
    if (original === undefined) continue;
    globals[name] = new Proxy(original, {
      construct(target, given, newTarget) {
        const made = Reflect.construct(target, given, newTarget) as { readonly byteLength: number };
        // Over somebody else's memory it asks for none.
        if (!isMemory(given[0])) asked += made.byteLength;
        return made;
      },
    });
  }
}

function isMemory(value: unknown): boolean {
  return value instanceof ArrayBuffer || value instanceof SharedArrayBuffer;
}

import { toBuffer } from './encode.js';
import { clsMessages } from './messages.js';

/** A log group as it goes to CLS. */
export interface ClsLogGroupInput {
  readonly logs: readonly ClsLogInput[];
  /** `contextFlow` on the wire: `{contextId}-{number}` in hexadecimal, which tells what stood beside what. */
  readonly packageId?: string;
  readonly filename?: string;
  readonly source?: string;
  readonly hostname?: string;
  readonly tags?: readonly (readonly [name: string, value: string | Uint8Array])[];
}

export interface ClsLogInput {
  /** Seconds, milliseconds, microseconds or nanoseconds since 1970: its magnitude says which. */
  readonly time: number | bigint;
  /** Fields in order; a name may come twice. */
  readonly contents: readonly (readonly [name: string, value: string | Uint8Array])[];
  readonly collectTime?: number | bigint;
}

/** One log group as CLS takes and gives it, fields in ascending order. */
export function encodeClsLogGroup(group: ClsLogGroupInput): Buffer {
  const { packageId, filename, source, hostname, tags = [] } = group;
  const message = {
    logs: group.logs.map(({ time, contents, collectTime }) => ({
      time: toLong(time),
      contents: contents.map(toPair),
      ...(collectTime === undefined ? {} : { collectTime: toLong(collectTime) }),
    })),
    logTags: tags.map(toPair),
    ...(packageId === undefined ? {} : { contextFlow: packageId }),
    ...(filename === undefined ? {} : { filename }),
    ...(source === undefined ? {} : { source }),
    ...(hostname === undefined ? {} : { hostname }),
  };
  return toBuffer(clsMessages.LogGroup.encode(message).finish());
}

/** The two halves, as protobufjs writes them without a library for 64-bit integers. */
function toLong(value: number | bigint): { readonly low: number; readonly high: number } {
  const bits = BigInt(value);
  return { low: Number(BigInt.asIntN(32, bits)), high: Number(BigInt.asIntN(32, bits >> 32n)) };
}

function toPair([key, value]: readonly [string, string | Uint8Array]): { key: string; value: Uint8Array } {
  return { key, value: typeof value === 'string' ? Buffer.from(value) : value };
}

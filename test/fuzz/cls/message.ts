/** What an envelope tells; anything that is left out is as it must be. */
export interface EnvelopeClaims {
  readonly version?: number;
  readonly groupBytes?: number;
}

const ENVELOPE_BYTES = 96;

/** One message of a pull: an envelope, and a log group behind it (page on the wire protocol, section 3.1). */
export function messageOf(
  group: Uint8Array,
  { version = 130, groupBytes = group.length }: EnvelopeClaims = {},
): Buffer {
  const envelope = Buffer.alloc(ENVELOPE_BYTES);
  envelope.writeInt32BE(version | 0, 0);
  envelope.writeBigInt64BE(1_700_000_000_123n, 4);
  envelope.writeBigInt64BE(100_012_345_678n, 12);
  envelope.write('0f8e4b82-8adb-47b1-a3c4-2b1d5e6f7a89', 20);
  envelope.write('6f6ded3f-948c-4616-9c7c-956a95d8c1a3', 56);
  envelope.writeInt32BE(groupBytes | 0, 92);
  return Buffer.concat([envelope, group]);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The log group of a message; undefined where the text is not base64 as all write it, or the envelope does not fit. */
export function groupIn(text: string): Buffer | undefined {
  const message = Buffer.from(text, 'base64');
  if (!BASE64.test(text) || message.toString('base64') !== text || message.length < ENVELOPE_BYTES) return undefined;
  const fits = message.readInt32BE(0) === 130 && message.readInt32BE(92) === message.length - ENVELOPE_BYTES;
  return fits ? message.subarray(ENVELOPE_BYTES) : undefined;
}

import { recordReleased } from '@polylog/driver-kit';

/** The received bytes, until the batch is released. */
export interface HeldBytes {
  bytes: Buffer | undefined;
}

/** Everything that reads goes through here first, so that nothing is read from memory that holds another body by now. */
export function opened(held: HeldBytes): Buffer {
  if (held.bytes === undefined) throw recordReleased();
  return held.bytes;
}

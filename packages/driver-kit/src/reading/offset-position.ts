import { ConsumerError, type Position, toPosition } from '@polylog/core/driver';

/** A position that is a number (of the next log group, or of a time), in decimal digits. */
export function positionOf(offset: bigint): Position {
  return toPosition(String(offset));
}

const MOST = 2n ** 63n - 1n;

/** The other way round. Throws `position-lost` for what is no such place: another service's position, say. */
export function offsetOf(partition: string, position: Position): bigint {
  const offset = /^\d{1,19}$/.test(position) ? BigInt(position) : undefined;
  if (offset !== undefined && offset <= MOST) return offset;
  const found = JSON.stringify(position.slice(0, 40));
  throw new ConsumerError(
    'position-lost',
    `${found} is no place in partition ${partition}: an offset is a whole number from 0 to 2^63 - 1. Was it saved by another driver?`,
    { partition },
  );
}

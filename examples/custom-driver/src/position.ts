import { type Position, toPosition } from '@polylog/core/driver';

/** Positions name their partition, so that one of another partition is noticed. */
export const positionOf = (partition: string, offset: number): Position => toPosition(`${partition}:${offset}`);

/** `NaN`, which the service refuses, for a text that is no position of this partition. */
export function offsetOf(partition: string, position: Position): number {
  const digits = position.startsWith(`${partition}:`) ? position.slice(partition.length + 1) : '';
  return /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
}

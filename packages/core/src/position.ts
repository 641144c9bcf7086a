declare const brand: unique symbol;

/**
 * Where to read *next* in one partition, in the provider's own notation. Everything before it counts as done when it is
 * a checkpoint. The core never parses, orders or compares it; it is only good for the partition it came from.
 */
export type Position = string & { readonly [brand]: 'Position' };

/** Marks a text of the provider, or one that the user kept, as a position. Nothing is checked. */
export function toPosition(text: string): Position {
  return text as Position;
}

/** Where to begin where there is no checkpoint. A time is the service's receive time. */
export type StartPoint = 'earliest' | 'latest' | { readonly epochMs: number };

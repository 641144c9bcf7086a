/** A time, in either way of writing it. */
export type Moment = Date | { readonly epochMs: number };

/** When something happened. A `bigint` of nanoseconds, because a number holds them only to the microsecond. */
export type RecordTime = Moment | { readonly timeNs: bigint };

/** Text; bytes, which are written as they are; what else there is, as its text. */
export type FieldValue = string | number | bigint | boolean | Uint8Array;

/** A record that is to be written, the same for all clouds. */
export interface NewRecord {
  /** @defaultValue the client's time when it is written; of SLS in whole seconds */
  readonly time?: RecordTime;
  /** Names and values: an object, or a list of pairs where an order or a name that comes twice is to be kept. */
  readonly fields: Readonly<Record<string, FieldValue>> | readonly (readonly [name: string, value: FieldValue])[];
}

/** Where a piece of metadata stands: in a text field of the log group, or in a tag of that name. */
export type MetadataPlace = { readonly field: number } | { readonly tag: string };

/**
 * How a service numbers and names what a log group holds. Everything else is the same on all services: a list is groups
 * (1), a group is logs (1) and metadata, a log is a time (1) and contents (2), contents and tags are key (1) and value (2).
 */
export interface LogGroupFieldMap {
  /** Number of the tags in the group. */
  readonly tags: number;
  readonly topic?: MetadataPlace;
  readonly source?: MetadataPlace;
  readonly host?: MetadataPlace;
  readonly path?: MetadataPlace;
  /** Seconds as uint32, or an int64 whose unit (seconds to nanoseconds) shows in its magnitude. */
  readonly time: 'uint32-seconds' | 'int64-by-magnitude';
  /** Number of the fixed32 in a log that holds the nanoseconds within its second, where there is one. */
  readonly timeNs?: number;
  /** The content that is the raw line. */
  readonly body: string;
}

/** Alibaba Cloud SLS (SLS API reference, data encoding). */
export const slsFieldMap: LogGroupFieldMap = {
  tags: 6,
  topic: { field: 3 },
  source: { field: 4 },
  host: { tag: '__hostname__' },
  path: { tag: '__path__' },
  time: 'uint32-seconds',
  timeNs: 4,
  body: 'content',
};

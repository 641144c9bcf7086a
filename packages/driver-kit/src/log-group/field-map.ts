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
  /**
   * Number of the varint in a log that tells when it was collected, where there is one. Nobody is given it: it is named
   * because collectors write it last, so that logs with it are as plain as those without.
   */
  readonly collectTime?: number;
  /** Text fields of the group that are handed out as tags, each under a name of its own unless a tag has that name. */
  readonly textTags?: readonly { readonly field: number; readonly tag: string }[];
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

/**
 * Tencent Cloud CLS (messages of its SDKs). The package id has no place of its own in a record: it is a tag, by the name
 * that CLS itself gives it where it hands out records as JSON.
 */
export const clsFieldMap: LogGroupFieldMap = {
  tags: 5,
  source: { field: 4 },
  host: { field: 6 },
  path: { field: 3 },
  time: 'int64-by-magnitude',
  collectTime: 3,
  textTags: [{ field: 2, tag: '__PKGID__' }],
  body: '__CONTENT__',
};

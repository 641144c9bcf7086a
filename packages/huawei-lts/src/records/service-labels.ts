/**
 * The labels that the service and its collectors add to the user's own (built-in fields, the page on log fields). Users may
 * not name a field like one of these.
 */

/** The line itself: as pulled, and as the query shows it. */
export const CONTENT_LABELS = ['log_content', 'content'] as const;

export const HOST_LABEL = 'hostName';
export const SOURCE_LABEL = 'hostIP';
export const PATH_LABEL = 'pathFile';

/** Epoch milliseconds of the log, of its collection; and the order key, which is nanoseconds where they are known. */
export const TIME_LABEL = '__time__';
export const COLLECTED_LABEL = 'collectTime';
export const LINE_NUMBER_LABEL = 'lineNum';

/** When a log was, in which order, and where it came from: what is not the user's. */
export const SERVICE_LABELS: ReadonlySet<string> = new Set([
  TIME_LABEL,
  COLLECTED_LABEL,
  LINE_NUMBER_LABEL,
  'category',
  HOST_LABEL,
  SOURCE_LABEL,
  'hostIPv6',
  'hostId',
  PATH_LABEL,
  'clusterName',
  'clusterId',
  'nameSpace',
  'podName',
  'podIp',
  'containerName',
  'appName',
  'serviceID',
]);

import { encodeClsLogGroup, type LabelForm } from '@polylog/driver-kit';

/** What the service is told once for all logs of a group. */
export interface ClsLabels {
  /** Where the logs come from, mostly an address. */
  readonly source?: string;
  /** The file that the logs were read from. */
  readonly filename?: string;
  /** Of the vendor's SDKs only Go's knows it. */
  readonly hostname?: string;
  /** Those of a record stand beside those of the producer, and count where both name one. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Labels as they stand at the end of a log group. */
export const clsLabels: LabelForm<ClsLabels> = {
  texts: ['source', 'filename', 'hostname'],
  map: 'tags',
  encode: (texts, tags) => encodeClsLogGroup({ logs: [], ...texts, tags }),
};

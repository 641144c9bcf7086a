import { encodeLogGroup, type LabelForm } from '@polylog/driver-kit';

/** What the service is told once for all logs of a group. */
export interface SlsLabels {
  readonly topic?: string;
  /** Where the logs come from, mostly an address. */
  readonly source?: string;
  /** Handed out as `__tag__:name`. Those of a record stand beside those of the producer, and count where both name one. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Labels as they stand at the end of a log group. */
export const slsLabels: LabelForm<SlsLabels> = {
  texts: ['topic', 'source'],
  map: 'tags',
  encode: (texts, tags) => encodeLogGroup({ logs: [], ...texts, tags }),
};

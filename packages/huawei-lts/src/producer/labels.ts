import { ConsumerError } from '@polylog/core/driver';
import type { LabelForm } from '@polylog/driver-kit';
import { labelsIn } from '../client/log-input.js';

/** What the service is told beside what a record says. */
export interface LtsLabels {
  /** Those of a record stand beside those of the producer, and count where both name one. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What the service takes (limits of log push). */
const MOST_LABELS = 100;

/** Labels as JSON. */
export const ltsLabels: LabelForm<LtsLabels> = {
  texts: [],
  map: 'labels',
  encode(_texts, labels) {
    if (labels.length <= MOST_LABELS) return Buffer.from(JSON.stringify(labelsIn(Object.fromEntries(labels))));
    throw new ConsumerError('invalid-argument', `there are ${labels.length} labels; allowed: ${MOST_LABELS}.`);
  },
};

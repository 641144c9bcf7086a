import { checkOptionNames, type ProducerSettings, producerSettingNames, refusalOf } from '@polylog/driver-kit';
import {
  type CheckedService,
  checkServiceOptions,
  type LtsServiceOptions,
  serviceOptionNames,
} from '../service-options.js';
import { logGroupIdText, logStreamIdText } from '../wire/names.js';
import type { StreamRef } from '../wire/stream-ref.js';
import type { LtsLabels } from './labels.js';

/** What {@link createLtsProducer} takes. */
export interface LtsProducerOptions extends LtsServiceOptions, ProducerSettings, LtsLabels {
  /** Ids, not names. */
  readonly logGroupId: string;
  readonly logStreamId: string;
}

export interface CheckedProducerOptions {
  readonly service: CheckedService;
  readonly stream: StreamRef;
}

const known: Readonly<Record<keyof LtsProducerOptions, true>> = {
  ...serviceOptionNames,
  ...producerSettingNames,
  logGroupId: true,
  logStreamId: true,
  labels: true,
};

/** The name under which options are refused. */
export const DOOR = 'createLtsProducer';

/** Throws `invalid-argument`; no message repeats a secret. */
export function checkProducerOptions(options: LtsProducerOptions): CheckedProducerOptions {
  const invalid = refusalOf(DOOR);
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { region, projectId, logGroupId, logStreamId, credentials }.');
  checkOptionNames(options, known, invalid);
  const service = checkServiceOptions(options, invalid);
  return {
    service,
    stream: {
      projectId: service.projectId,
      logGroupId: logGroupIdText(options.logGroupId, 'logGroupId'),
      logStreamId: logStreamIdText(options.logStreamId, 'logStreamId'),
    },
  };
}

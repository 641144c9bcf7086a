import { type ClientSettings, checkOptionNames, refusalOf } from '@polylog/driver-kit';
import {
  type CheckedService,
  checkServiceOptions,
  type LtsServiceOptions,
  serviceOptionNames,
} from '../service-options.js';

/** What {@link createLtsClient} takes. */
export interface LtsClientOptions extends LtsServiceOptions, ClientSettings {}

const known: Readonly<Record<keyof LtsClientOptions, true>> = {
  ...serviceOptionNames,
  retry: true,
  timeoutMs: true,
  random: true,
};

/** The name under which options are refused. */
export const DOOR = 'createLtsClient';

/** Throws `invalid-argument`; no message repeats a secret. */
export function checkClientOptions(options: LtsClientOptions): CheckedService {
  const invalid = refusalOf(DOOR);
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { region, projectId, credentials }.');
  if ('logGroupId' in options || 'logStreamId' in options)
    throw invalid(
      'logGroupId and logStreamId are no options: a client is for a whole project, and each call names its own.',
    );
  checkOptionNames(options, known, invalid);
  return checkServiceOptions(options, invalid);
}

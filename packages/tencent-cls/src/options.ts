import { checkOptionNames, createOptionReaders, refusalOf, shown } from '@polylog/driver-kit';
import {
  type CheckedService,
  type ClsServiceOptions,
  checkServiceOptions,
  serviceOptionNames,
} from './service-options.js';
import { groupName, logsetIdText, topicIdText } from './wire/names.js';

/** What {@link clsDriver} reads, and how. */
export interface ClsDriverOptions extends ClsServiceOptions {
  readonly logsetId: string;
  /** One or more topics of that logset. A group is over exactly these. */
  readonly topicIds: readonly string[];
  /**
   * How much one read asks for, in bytes of log groups, at most 10 MiB. The service documents 2 MiB as the least; one log
   * group comes in any case. Smaller batches mean more calls and less to repeat.
   * @defaultValue 2_097_152
   */
  readonly maxReadBytes?: number;
  /** A filter that the service applies before it answers, in its language for data processing. */
  readonly query?: string;
  /**
   * What a text that is kept may hold alive: at most its own record (`safe`), or its whole log group, some hundred
   * kilobytes (`shared`: whole records are read faster; for processors that keep nothing).
   * @defaultValue 'safe'
   */
  readonly strings?: 'safe' | 'shared';
  /**
   * The service tells places only to groups, and for certain only where the group has saved nothing. So it is asked in the
   * name of this one, which is created if it is missing, over these topics, and never has members or checkpoints. Not the
   * group that is joined.
   * @defaultValue `polylog-places-` and eight digits that stand for the topics
   */
  readonly placesGroup?: string;
}

/** Options that have been checked, with defaults filled in. */
export interface CheckedOptions extends CheckedService {
  readonly logsetId: string;
  readonly topicIds: readonly string[];
  readonly maxReadBytes: number;
  readonly query: string | undefined;
  readonly strings: 'safe' | 'shared';
  readonly placesGroup: string | undefined;
}

const known: Readonly<Record<keyof ClsDriverOptions, true>> = {
  ...serviceOptionNames,
  logsetId: true,
  topicIds: true,
  maxReadBytes: true,
  query: true,
  strings: true,
  placesGroup: true,
};

const invalid = refusalOf('clsDriver');
const { oneOf, text, wholeNumber } = createOptionReaders(invalid);

/** What one read may ask for (the service's table of parameters). */
export const READ_BYTES = { byDefault: 2_097_152, min: 1, max: 10_485_760 } as const;

/** Checks what a user without a compiler may get wrong. Throws `invalid-argument`; no message repeats a secret. */
export function checkOptions(options: ClsDriverOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { region, logsetId, topicIds, credentials }.');
  checkOptionNames(options, known, invalid);
  return {
    ...checkLog(options),
    ...checkServiceOptions(options, invalid),
    maxReadBytes: wholeNumber('maxReadBytes', options.maxReadBytes, READ_BYTES),
    query: text('query', options.query),
    strings: oneOf('strings', options.strings, ['safe', 'shared']),
  };
}

/** Those of the options that say which topics, also where somebody else's client sends. */
export function checkLog(
  options: Pick<ClsDriverOptions, 'logsetId' | 'topicIds'> & { readonly placesGroup?: string | undefined },
): Pick<CheckedOptions, 'logsetId' | 'topicIds' | 'placesGroup'> {
  const placesGroup = text('placesGroup', options.placesGroup);
  return {
    logsetId: logsetIdText(options.logsetId, 'logsetId'),
    topicIds: topicsOf(options.topicIds),
    placesGroup: placesGroup === undefined ? undefined : groupName(placesGroup, 'placesGroup'),
  };
}

function topicsOf(topicIds: unknown): readonly string[] {
  if (!Array.isArray(topicIds) || topicIds.length === 0)
    throw invalid(
      `topicIds is ${Array.isArray(topicIds) ? 'an empty list' : shown(topicIds)}; allowed: a list of one or more ids of topics.`,
      'topicIds',
    );
  const checked = topicIds.map((topicId, i) => topicIdText(topicId, `topicIds[${i}]`));
  const twice = checked.find((topicId, i) => checked.indexOf(topicId) !== i);
  if (twice === undefined) return checked;
  throw invalid(`topicIds has "${twice}" twice. Name each topic once.`, `topicIds[${checked.lastIndexOf(twice)}]`);
}

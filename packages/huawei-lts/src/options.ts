import { checkOptionNames, createOptionReaders, refusalOf, shown } from '@polylog/driver-kit';
import {
  type CheckedService,
  checkServiceOptions,
  type LtsServiceOptions,
  serviceOptionNames,
} from './service-options.js';
import { logGroupIdText, logStreamIdText } from './wire/names.js';
import type { StreamRef } from './wire/stream-ref.js';

/** What {@link ltsDriver} reads, and how. */
export interface LtsDriverOptions extends LtsServiceOptions {
  /** Ids, not names. */
  readonly logGroupId: string;
  readonly logStreamId: string;
  /**
   * The group's timeout in milliseconds, whole seconds: believed where the gateway cannot be asked, and what a group is
   * created with. One that is longer than the group's has two members work on one shard when heartbeats get lost.
   * @defaultValue `sessionTimeoutMs` of the consumer
   */
  readonly groupTimeoutMs?: number;
  /**
   * Lets a missing group be created through the gateway, where `create` of the consumer allows it, too.
   * @defaultValue false: groups are made in the console
   */
  readonly createGroup?: boolean;
  /**
   * How many logs one read asks for, 1 to 1000. Fewer mean finer checkpoints, and more calls.
   * @defaultValue 1000
   */
  readonly maxRecords?: number;
  /**
   * What a text that is kept may hold alive: at most its own record (`safe`), or the records around it as well, 64 KiB of the
   * answer at most (`shared`: whole records are read faster; for processors that keep nothing).
   * @defaultValue 'safe'
   */
  readonly strings?: 'safe' | 'shared';
}

/** Options that have been checked, with defaults filled in. */
export interface CheckedOptions extends CheckedService {
  readonly stream: StreamRef;
  readonly groupTimeoutMs: number | undefined;
  readonly createGroup: boolean;
  readonly maxRecords: number;
  readonly strings: 'safe' | 'shared';
}

const known: Readonly<Record<keyof LtsDriverOptions, true>> = {
  ...serviceOptionNames,
  logGroupId: true,
  logStreamId: true,
  groupTimeoutMs: true,
  createGroup: true,
  maxRecords: true,
  strings: true,
};

const invalid = refusalOf('ltsDriver');
const { flag, oneOf, wholeNumber } = createOptionReaders(invalid);

/** What one read may ask for (the official consumers' batch size). */
export const READ_RECORDS = { byDefault: 1000, min: 1, max: 1000 } as const;

/** What a group's timeout is assumed to be allowed to be. */
const GROUP_TIMEOUT_MS = { min: 2000, max: 3_600_000 } as const;

/** Checks what a user without a compiler may get wrong. Throws `invalid-argument`; no message repeats a secret. */
export function checkOptions(options: LtsDriverOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { region, projectId, logGroupId, logStreamId, credentials }.');
  checkOptionNames(options, known, invalid);
  const service = checkServiceOptions(options, invalid);
  return {
    ...service,
    stream: {
      projectId: service.projectId,
      logGroupId: logGroupIdText(options.logGroupId, 'logGroupId'),
      logStreamId: logStreamIdText(options.logStreamId, 'logStreamId'),
    },
    groupTimeoutMs: groupTimeoutOf(options.groupTimeoutMs),
    createGroup: flag('createGroup', options.createGroup),
    maxRecords: wholeNumber('maxRecords', options.maxRecords, READ_RECORDS),
    strings: oneOf('strings', options.strings, ['safe', 'shared']),
  };
}

function groupTimeoutOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const { min, max } = GROUP_TIMEOUT_MS;
  const isWhole = typeof value === 'number' && value % 1000 === 0 && value >= min && value <= max;
  if (isWhole) return value;
  throw invalid(
    `groupTimeoutMs is ${shown(value)}; allowed: whole seconds from ${min} to ${max} milliseconds. It is the timeout of the group, as the console shows it.`,
    'groupTimeoutMs',
  );
}

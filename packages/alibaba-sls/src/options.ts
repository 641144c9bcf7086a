import {
  type ChosenCompression,
  type Codec,
  checkOptionNames,
  chosenCompression,
  createOptionReaders,
  refusalOf,
} from '@polylog/driver-kit';
import {
  type CheckedService,
  checkServiceOptions,
  type SlsServiceOptions,
  serviceOptionNames,
} from './service-options.js';
import { logstoreName, projectName } from './wire/names.js';

/** What {@link slsDriver} reads, and how. */
export interface SlsDriverOptions extends SlsServiceOptions {
  readonly project: string;
  readonly logstore: string;
  /**
   * Most log groups (not records) that one read asks for, 1 to 1000. Smaller batches mean more calls and less to repeat.
   * @defaultValue 1000
   */
  readonly maxLogGroups?: number;
  /** An SPL filter that the service applies, such as `* | where status = '500'`. Record ids are then per read. */
  readonly query?: string;
  /**
   * The compression to ask for; what comes is read by what the answer says. zstd needs Node 22.15 or later. A codec, such
   * as `nativeLz4()` of `@polylog/lz4-native`, is asked for by its name and reads what comes under that name.
   * @defaultValue 'lz4'
   */
  readonly compression?: SlsCompression | Codec;
  /**
   * What a text that is kept may hold alive: at most its own record (`safe`), or its whole log group, some hundred
   * kilobytes (`shared`: whole records are read faster; for processors that keep nothing).
   * @defaultValue 'safe'
   */
  readonly strings?: 'safe' | 'shared';
  /**
   * Whether leaving sends a last heartbeat without shards. The service is not known to free them then, and it keeps the
   * member for another session, so that it may be dealt shards that nobody reads.
   * @defaultValue false
   */
  readonly leaveSends?: boolean;
}

export type SlsCompression = 'lz4' | 'zstd' | 'deflate' | 'none';

/** Options that have been checked, with defaults filled in. */
export interface CheckedOptions extends CheckedService, ChosenCompression {
  readonly project: string;
  readonly logstore: string;
  readonly maxLogGroups: number;
  readonly query: string | undefined;
  readonly strings: 'safe' | 'shared';
  readonly leaveSends: boolean;
}

const known: Readonly<Record<keyof SlsDriverOptions, true>> = {
  ...serviceOptionNames,
  project: true,
  logstore: true,
  maxLogGroups: true,
  query: true,
  compression: true,
  strings: true,
  leaveSends: true,
};

const DOOR = 'slsDriver';
const invalid = refusalOf(DOOR);
const { flag, oneOf, text, wholeNumber } = createOptionReaders(invalid);

/** Checks what a user without a compiler may get wrong. Throws `invalid-argument`; no message repeats a secret. */
export function checkOptions(options: SlsDriverOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null)
    throw invalid('the options are missing. Pass { endpoint, project, logstore, credentials }.');
  checkOptionNames(options, known, invalid);
  const service = checkServiceOptions(options, invalid);
  const { endpoint } = service;
  const project = projectName(options.project, 'project');
  const logstore = logstoreName(options.logstore, 'logstore');
  if (endpoint.hostname.startsWith(`${project}.`) && !endpoint.literal) {
    throw invalid(
      `endpoint begins with the project ("${project}."). Leave it out there: "${endpoint.hostname.slice(project.length + 1)}".`,
      'endpoint',
    );
  }
  const maxLogGroups = wholeNumber('maxLogGroups', options.maxLogGroups, { byDefault: 1000, min: 1, max: 1000 });
  const strings = oneOf('strings', options.strings, ['safe', 'shared']);
  const query = text('query', options.query);
  return {
    ...service,
    project,
    logstore,
    maxLogGroups,
    query,
    strings,
    ...chosenCompression(options.compression, DOOR),
    leaveSends: flag('leaveSends', options.leaveSends),
  };
}

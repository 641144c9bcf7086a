import type { LogtailConfig, LogtailInput } from '../wire/logtail-configs.js';
import { invalid } from './requests.js';

/** What all of these shapes have. */
interface FileShape {
  /** Name of the configuration. */
  readonly name: string;
  readonly logstore: string;
  /** The folder, and the names of files in it, such as `*.log`. */
  readonly path: string;
  readonly filePattern: string;
  /** Where a log's topic comes from; a regular expression takes it out of the file's path. @defaultValue 'none' */
  readonly topicFormat?: LogtailInput['topicFormat'];
  /** A log to try the parsing on. */
  readonly sample?: string;
  /** Collected is only what matches: the name of a field, and a regular expression for its value. All have to. */
  readonly filter?: Readonly<Record<string, string>>;
  /** @defaultValue that of the service, UTF-8 */
  readonly fileEncoding?: 'utf8' | 'gbk';
  /** Folders below `path`, 0 to 1000. @defaultValue that of the service */
  readonly maxDepth?: number;
  /** What else the service knows, under its own names. */
  readonly input?: LogtailInput;
}

export interface SimpleShape extends FileShape {}

export interface RegexShape extends FileShape {
  /** Takes a log apart; each group is a field. */
  readonly regex: string;
  /** Names of the groups, in their order. */
  readonly keys: readonly string[];
  /** Matches the first line of a log. @defaultValue every line is a log */
  readonly beginRegex?: string;
  /** Of the field `time`, as `strptime` reads it: `%Y-%m-%d %H:%M:%S`. @defaultValue the time of collection */
  readonly timeFormat?: string;
}

export interface DelimiterShape extends FileShape {
  /** One to three characters between two fields. */
  readonly separator: string;
  /** What stands around fields that hold the separator. @defaultValue '"' */
  readonly quote?: string;
  /** Names of the fields, in their order. */
  readonly keys: readonly string[];
  /** A log to try it on, which the service wants to see. */
  readonly sample: string;
  /** Which field is the time, and how `strptime` reads it. @defaultValue the time of collection */
  readonly timeKey?: string;
  readonly timeFormat?: string;
  /** Whether a line with more fields than keys keeps them. @defaultValue true */
  readonly autoExtend?: boolean;
}

export interface JsonShape extends FileShape {
  /** Which field is the time, and how `strptime` reads it. @defaultValue the time of collection */
  readonly timeKey?: string;
  readonly timeFormat?: string;
}

/**
 * Makes the usual Logtail configurations of what matters about them. Each answers a {@link LogtailConfig}, for
 * `logtailConfigs.create`; where one needs more, write such an object yourself: it is what the service's documents show.
 */
export const logtailConfig: {
  /** Every line of a file is a log, under `content`. */
  simple(shape: SimpleShape): LogtailConfig;
  /** A regular expression takes logs, of one line or of several, apart into fields. */
  regex(shape: RegexShape): LogtailConfig;
  /** Every line is fields with a separator in between. */
  delimiter(shape: DelimiterShape): LogtailConfig;
  /** Every line is an object of JSON. */
  json(shape: JsonShape): LogtailConfig;
} = {
  simple: (shape) => fileConfig(shape, { logType: 'common_reg_log', regex: '(.*)', key: ['content'], timeFormat: '' }),
  regex: (shape) =>
    fileConfig(shape, {
      logType: 'common_reg_log',
      logBeginRegex: shape.beginRegex ?? '.*',
      regex: shape.regex,
      key: keysIn(shape.keys),
      timeFormat: shape.timeFormat ?? '',
    }),
  delimiter: (shape) =>
    fileConfig(shape, {
      logType: 'delimiter_log',
      separator: shape.separator,
      quote: shape.quote ?? '"',
      key: keysIn(shape.keys),
      autoExtend: shape.autoExtend ?? true,
      timeKey: timeKeyIn(shape, shape.keys),
      timeFormat: shape.timeFormat ?? '',
    }),
  json: (shape) =>
    fileConfig(shape, { logType: 'json_log', timeKey: timeKeyIn(shape), timeFormat: shape.timeFormat ?? '' }),
};

function fileConfig(shape: FileShape, parsing: LogtailInput): LogtailConfig {
  const { name, logstore, path, filePattern, topicFormat, sample, filter = {}, fileEncoding, maxDepth, input } = shape;
  return {
    configName: name,
    ...(sample !== undefined && { logSample: sample }),
    inputType: 'file',
    inputDetail: {
      ...parsing,
      logPath: path,
      filePattern,
      topicFormat: topicFormat ?? 'none',
      localStorage: true,
      filterKey: Object.keys(filter),
      filterRegex: Object.values(filter),
      ...(fileEncoding !== undefined && { fileEncoding }),
      ...(maxDepth !== undefined && { maxDepth }),
      ...input,
    },
    outputType: 'LogService',
    outputDetail: { logstoreName: logstore },
  };
}

function keysIn(keys: readonly string[]): readonly string[] {
  if (Array.isArray(keys) && keys.length > 0) return keys;
  throw invalid('keys is empty. Name the fields in their order.');
}

function timeKeyIn(
  { timeKey, timeFormat }: { readonly timeKey?: string; readonly timeFormat?: string },
  keys?: readonly string[],
): string {
  if ((timeKey === undefined) !== (timeFormat === undefined))
    throw invalid('timeKey and timeFormat go together. Name both, or neither for the time of collection.');
  if (timeKey !== undefined && keys !== undefined && !keys.includes(timeKey))
    throw invalid(`timeKey is ${JSON.stringify(timeKey)}, which is not among the keys.`);
  return timeKey ?? '';
}

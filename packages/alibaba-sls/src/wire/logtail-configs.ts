import { asObject, corrupt, listOf, objectOf, type Page, textOf, wholePage } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type PageOf, pageIn, pageQuery } from './page-query.js';
import { jsonBody, send } from './send.js';
import { percentEncode } from './sign-v4.js';

/**
 * What Logtail, the service's agent, collects and how, as the service writes it (SLS API reference, Logtail configuration).
 * Fields that are not named here are sent and handed out as they are.
 */
export interface LogtailConfig {
  readonly configName: string;
  readonly inputType: 'file' | 'plugin' | 'syslog';
  readonly inputDetail: LogtailInput;
  readonly outputType: 'LogService';
  /** Where it goes. */
  readonly outputDetail: {
    readonly logstoreName: string;
    readonly endpoint?: string;
    readonly [other: string]: unknown;
  };
  /** A log to try the parsing on. */
  readonly logSample?: string;
  readonly [other: string]: unknown;
}

/** What is collected; which fields count depends on the `inputType`, and of files on their `logType`. */
export interface LogtailInput {
  /** How files are parsed: by a regular expression, as JSON, by a separator, or in the form of Apsara. */
  readonly logType?: 'common_reg_log' | 'json_log' | 'delimiter_log' | 'apsara_log';
  /** The folder, and the names of files in it (`*.log`). */
  readonly logPath?: string;
  readonly filePattern?: string;
  /** Where a log's topic comes from: nowhere, its path, its machine group, or a regular expression on its path. */
  readonly topicFormat?: 'none' | 'default' | 'group_topic' | (string & {});
  /** Whether the agent keeps on disk what it cannot send. */
  readonly localStorage?: boolean;
  /** Of the field `timeKey` (JSON, delimiter) or of the key `time` (regular expression), as `strptime` reads it. */
  readonly timeFormat?: string;
  readonly timeKey?: string;
  /** Matches the first line of a log of several lines. */
  readonly logBeginRegex?: string;
  readonly regex?: string;
  /** Names of the fields that the regular expression, or the separator, gives. */
  readonly key?: readonly string[];
  readonly separator?: string;
  readonly quote?: string;
  /** Whether a line with more fields than keys keeps them, under `__column_N__`. */
  readonly autoExtend?: boolean;
  /** Collected is only what matches all of these: the first regular expression is for the first key, and so on. */
  readonly filterKey?: readonly string[];
  readonly filterRegex?: readonly string[];
  readonly fileEncoding?: 'utf8' | 'gbk';
  /** Folders below `logPath`, 0 to 1000. */
  readonly maxDepth?: number;
  /** Whether a log that cannot be parsed is dropped. */
  readonly discardUnmatch?: boolean;
  /** Whether the unparsed log is kept too, as `__raw__`. */
  readonly enableRawLog?: boolean;
  /** The pipeline of an `inputType` of `plugin`. */
  readonly plugin?: Readonly<Record<string, unknown>>;
  /** Of an `inputType` of `syslog`. */
  readonly tag?: string;
  readonly [other: string]: unknown;
}

/** A configuration as it stands there. */
export type StoredLogtailConfig = LogtailConfig & {
  /** Epoch seconds. */
  readonly createTime?: number;
  readonly lastModifyTime?: number;
};

export interface ConfigRef {
  readonly project: string;
  readonly config: string;
}

export const configPath = (config: string): string => `/configs/${percentEncode(config)}`;

/** CreateConfig; one that exists is `ConfigAlreadyExist`. */
export async function createLogtailConfig(
  connection: SlsConnection,
  { project, config }: { readonly project: string; readonly config: LogtailConfig },
  o: SendOptions,
): Promise<void> {
  const request = { call: 'CreateConfig', method: 'POST', project, path: '/configs', ...jsonBody(config) } as const;
  await send(connection, request, o);
}

/** UpdateConfig: replaces it whole. */
export async function updateLogtailConfig(
  connection: SlsConnection,
  { project, config }: { readonly project: string; readonly config: LogtailConfig },
  o: SendOptions,
): Promise<void> {
  const path = configPath(config.configName);
  await send(connection, { call: 'UpdateConfig', method: 'PUT', project, path, ...jsonBody(config) }, o);
}

/** GetConfig. */
export async function getLogtailConfig(
  connection: SlsConnection,
  { project, config }: ConfigRef,
  o: SendOptions,
): Promise<StoredLogtailConfig> {
  const call = 'GetConfig';
  const response = await send(connection, { call, method: 'GET', project, path: configPath(config) }, o);
  const found = objectOf(call, jsonOf(call, response));
  textOf(call, found, 'configName');
  if (asObject(found.inputDetail) === undefined || asObject(found.outputDetail) === undefined)
    throw corrupt(call, 'a configuration without inputDetail or outputDetail');
  return found as StoredLogtailConfig;
}

/** One page of the names in a project (ListConfig); `name` is a part to look for. */
export async function listLogtailConfigs(
  connection: SlsConnection,
  request: PageOf & {
    readonly project: string;
    readonly logstore?: string | undefined;
    readonly name?: string | undefined;
  },
  o: SendOptions,
): Promise<Page<string>> {
  const call = 'ListConfig';
  const { project, logstore, name } = request;
  const query = [
    ...pageQuery(request),
    ...(logstore === undefined ? [] : [['logstoreName', logstore] as const]),
    ...(name === undefined ? [] : [['configName', name] as const]),
  ];
  const response = await send(connection, { call, method: 'GET', project, path: '/configs', query }, o);
  const answer = objectOf(call, jsonOf(call, response));
  return pageIn(call, answer, 'configs', request, (found) => textOf(call, { found }, 'found'));
}

/** DeleteConfig. */
export async function deleteLogtailConfig(
  connection: SlsConnection,
  { project, config }: ConfigRef,
  o: SendOptions,
): Promise<void> {
  await send(connection, { call: 'DeleteConfig', method: 'DELETE', project, path: configPath(config) }, o);
}

/** GetAppliedMachineGroups: the names of the groups that a configuration is applied to, all of them. */
export async function appliedMachineGroups(
  connection: SlsConnection,
  { project, config }: ConfigRef,
  o: SendOptions,
): Promise<Page<string>> {
  const call = 'GetAppliedMachineGroups';
  const path = `${configPath(config)}/machinegroups`;
  const response = await send(connection, { call, method: 'GET', project, path }, o);
  const { machinegroups } = objectOf(call, jsonOf(call, response));
  return wholePage(listOf(call, machinegroups).map((name) => textOf(call, { name }, 'name')));
}

import { integerOf, type JsonObject, objectOf, type Page, textOf } from '@polylog/driver-kit';
import type { SendOptions, SlsConnection } from './connection.js';
import { jsonOf } from './json-answer.js';
import { type LogstoreRef, logstorePath } from './logstore-ref.js';
import { optionalNumber, without } from './optional-fields.js';
import { type PageOf, pageIn, pageQuery } from './page-query.js';
import { jsonBody, send } from './send.js';

/** What a logstore is created with, and can be changed in. */
export interface LogstoreSettings {
  /** Days that logs are kept, 1 to 3650; 3650 keeps them for ever. */
  readonly ttlDays: number;
  /** How many shards it is created with, 1 to 100. An update does not change them: split and merge do. */
  readonly shardCount: number;
  /** Whether browsers may write without a key (web tracking). */
  readonly webTracking?: boolean | undefined;
  /** Whether the service splits shards that are too busy, up to `maxSplitShards`. */
  readonly autoSplit?: boolean | undefined;
  readonly maxSplitShards?: number | undefined;
  /** Whether the service adds the tags `__client_ip__` and `__receive_time__` to what is written. */
  readonly appendMeta?: boolean | undefined;
  /** `None` for logs, `Metrics` for a metric store. Only when it is created. */
  readonly telemetryType?: string | undefined;
  /** Days in hot storage. */
  readonly hotTtlDays?: number | undefined;
  /** Days in infrequent-access storage. */
  readonly infrequentAccessTtlDays?: number | undefined;
  /** `standard`, or `query`. */
  readonly mode?: string | undefined;
  /** What else the service has, under its own names: `encrypt_conf`, `resourceQuota`, … */
  readonly other?: JsonObject | undefined;
}

/** A logstore, as the service describes it. */
export interface Logstore extends LogstoreSettings {
  readonly name: string;
  /** Epoch seconds; absent where the service told none. */
  readonly createdAtSeconds?: number;
  readonly modifiedAtSeconds?: number;
}

/** CreateLogstore. */
export async function createLogstore(
  connection: SlsConnection,
  request: LogstoreRef & Partial<LogstoreSettings>,
  o: SendOptions,
): Promise<void> {
  const { project, logstore, ...settings } = request;
  const body = jsonBody(
    bodyOf(logstore, { ...settings, ttlDays: settings.ttlDays ?? 30, shardCount: settings.shardCount ?? 2 }),
  );
  await send(connection, { call: 'CreateLogStore', method: 'POST', project, path: '/logstores', ...body }, o);
}

/** UpdateLogstore: what is left out may go back to the service's default, so all settings are to be given. */
export async function updateLogstore(
  connection: SlsConnection,
  request: LogstoreRef & LogstoreSettings,
  o: SendOptions,
): Promise<void> {
  const { project, logstore, ...settings } = request;
  const body = jsonBody(bodyOf(logstore, settings));
  await send(connection, { call: 'UpdateLogStore', method: 'PUT', project, path: logstorePath(request), ...body }, o);
}

/** GetLogstore. */
export async function getLogstore(connection: SlsConnection, ref: LogstoreRef, o: SendOptions): Promise<Logstore> {
  const call = 'GetLogStore';
  const response = await send(connection, { call, method: 'GET', project: ref.project, path: logstorePath(ref) }, o);
  return logstoreIn(call, objectOf(call, jsonOf(call, response)), ref.logstore);
}

/** One page of the names in a project (ListLogStore); `name` is a part to look for. */
export async function listLogstores(
  connection: SlsConnection,
  request: PageOf & {
    readonly project: string;
    readonly name?: string | undefined;
    readonly telemetryType?: string | undefined;
  },
  o: SendOptions,
): Promise<Page<string>> {
  const call = 'ListLogStore';
  const { project, name, telemetryType } = request;
  const query = [
    ...pageQuery(request),
    ...(name === undefined ? [] : [['logstoreName', name] as const]),
    ...(telemetryType === undefined ? [] : [['telemetryType', telemetryType] as const]),
  ];
  const response = await send(connection, { call, method: 'GET', project, path: '/logstores', query }, o);
  const answer = objectOf(call, jsonOf(call, response));
  return pageIn(call, answer, 'logstores', request, (found) => textOf(call, { found }, 'found'));
}

/** DeleteLogstore. */
export async function deleteLogstore(connection: SlsConnection, ref: LogstoreRef, o: SendOptions): Promise<void> {
  await send(
    connection,
    { call: 'DeleteLogStore', method: 'DELETE', project: ref.project, path: logstorePath(ref) },
    o,
  );
}

/** Our names of the fields beside name, ttl and shard count, and the service's. */
const spelling = {
  webTracking: 'enable_tracking',
  autoSplit: 'autoSplit',
  maxSplitShards: 'maxSplitShard',
  appendMeta: 'appendMeta',
  telemetryType: 'telemetryType',
  hotTtlDays: 'hot_ttl',
  infrequentAccessTtlDays: 'infrequentAccessTTL',
  mode: 'mode',
} as const satisfies { readonly [name in keyof LogstoreSettings]?: string };

const spelled = ['logstoreName', 'ttl', 'shardCount', 'createTime', 'lastModifyTime', ...Object.values(spelling)];

function bodyOf(name: string, settings: LogstoreSettings): JsonObject {
  const body: Record<string, unknown> = { ...settings.other, logstoreName: name };
  body.ttl = settings.ttlDays;
  body.shardCount = settings.shardCount;
  for (const [ours, theirs] of Object.entries(spelling)) body[theirs] = settings[ours as keyof typeof spelling];
  return body;
}

function logstoreIn(call: string, object: JsonObject, asked: string): Logstore {
  const settings: Record<string, unknown> = {};
  for (const [ours, theirs] of Object.entries(spelling)) {
    if (object[theirs] !== undefined && object[theirs] !== null) settings[ours] = object[theirs];
  }
  const other = without(object, spelled);
  const createdAtSeconds = optionalNumber(object, 'createTime');
  const modifiedAtSeconds = optionalNumber(object, 'lastModifyTime');
  return {
    name: typeof object.logstoreName === 'string' ? object.logstoreName : asked,
    ttlDays: integerOf(call, object, 'ttl'),
    shardCount: integerOf(call, object, 'shardCount'),
    ...(settings as Partial<LogstoreSettings>),
    ...(Object.keys(other).length > 0 && { other }),
    ...(createdAtSeconds !== undefined && { createdAtSeconds }),
    ...(modifiedAtSeconds !== undefined && { modifiedAtSeconds }),
  };
}

import { countedPage, integerOf, type JsonObject, listOf, objectOf, type Page, textOf } from '@polylog/driver-kit';
import type { ClsApi, SendOptions } from './connection.js';
import { filtersOf, otherIn, type ResourceTags, tagList, tagsIn } from './described.js';
import type { LogsetRef } from './logset-ref.js';

/** What a topic is created with, and can be changed in. */
export interface TopicSettings {
  /** 1 to 255 characters, without `|`; no other topic of the logset has it. */
  readonly name: string;
  /** Days that logs are kept, 1 to 3600; 3640 keeps them for ever. */
  readonly ttlDays?: number | undefined;
  /** Whether the service splits partitions that are too busy, up to `maxSplitPartitions`. The service's default is that it does. */
  readonly autoSplit?: boolean | undefined;
  /** The service's default is 50. */
  readonly maxSplitPartitions?: number | undefined;
  /** `hot` (the service's default), or `cold`: kept for 7 days at least. */
  readonly storageType?: string | undefined;
  /** Days in hot storage, at least 7 and fewer than `ttlDays`; 0 for all. */
  readonly hotTtlDays?: number | undefined;
  readonly description?: string | undefined;
  /** Whether some calls need no key. */
  readonly webTracking?: boolean | undefined;
  /** At most ten. An update replaces them all. */
  readonly tags?: ResourceTags | undefined;
  /** What else the service has, under its own names: `IsSourceFrom`, `BillingMode`, … */
  readonly other?: JsonObject | undefined;
}

export interface NewTopic extends TopicSettings {
  /** 1 to 10. @defaultValue that of the service, 1 */
  readonly partitionCount?: number | undefined;
}

/** A topic, as the service describes it. */
export interface Topic extends TopicSettings, LogsetRef {
  readonly topicId: string;
  readonly partitionCount: number;
  /** Whether it has an index. */
  readonly index?: boolean;
  /** Whether it takes logs. */
  readonly status?: boolean;
  /** `YYYY-MM-DD HH:MM:SS`, as the service writes it: without a zone. */
  readonly createTime?: string;
}

/** CreateTopic; answers its id. */
export async function createTopic(
  connection: ClsApi,
  { logsetId, partitionCount, ...settings }: LogsetRef & NewTopic,
  o: SendOptions,
): Promise<string> {
  const call = 'CreateTopic';
  const parameters = {
    ...topicParameters(settings),
    LogsetId: logsetId,
    ...(partitionCount === undefined ? {} : { PartitionCount: partitionCount }),
  };
  const { response } = await connection.sendApi(call, parameters, o);
  return textOf(call, response, 'TopicId');
}

/** Which topics, of those that the account has. */
export interface TopicsWanted {
  readonly logsetId?: string | undefined;
  readonly topicId?: string | undefined;
  /** A part of the name. */
  readonly nameContains?: string | undefined;
}

/** DescribeTopics: one page, of at most 100. */
export async function describeTopics(
  connection: ClsApi,
  { offset, size, logsetId, topicId, nameContains }: TopicsWanted & { readonly offset: number; readonly size: number },
  o: SendOptions,
): Promise<Page<Topic>> {
  const call = 'DescribeTopics';
  const Filters = filtersOf({ logsetId, topicId, topicName: nameContains });
  const parameters = { ...(Filters.length > 0 && { Filters }), Offset: offset, Limit: size };
  const { response } = await connection.sendApi(call, parameters, o);
  const items = listOf(call, response.Topics ?? []).map((entry) => topicIn(call, objectOf(call, entry)));
  return countedPage(items, offset, integerOf(call, response, 'TotalCount'));
}

/** ModifyTopic: changes what is named. */
export async function modifyTopic(
  connection: ClsApi,
  { topicId, ...settings }: { readonly topicId: string } & Partial<TopicSettings>,
  o: SendOptions,
): Promise<void> {
  await connection.sendApi('ModifyTopic', { ...topicParameters(settings), TopicId: topicId }, o);
}

/** DeleteTopic; its logs go with it. */
export async function deleteTopic(connection: ClsApi, topicId: string, o: SendOptions): Promise<void> {
  await connection.sendApi('DeleteTopic', { TopicId: topicId }, o);
}

/** Our names of the settings beside tags, and the service's. */
const spelling = {
  name: 'TopicName',
  ttlDays: 'Period',
  autoSplit: 'AutoSplit',
  maxSplitPartitions: 'MaxSplitPartitions',
  storageType: 'StorageType',
  hotTtlDays: 'HotPeriod',
  description: 'Describes',
  webTracking: 'IsWebTracking',
} as const satisfies { readonly [name in keyof TopicSettings]?: string };

const told = { index: 'Index', status: 'Status', createTime: 'CreateTime' } as const;

/** Settings as the service spells them; what is undefined, or none, is left out. */
export function topicParameters(settings: Partial<TopicSettings>): JsonObject {
  const { tags, other } = settings;
  const parameters: Record<string, unknown> = { ...other };
  for (const [ours, theirs] of Object.entries(spelling)) {
    const value = settings[ours as keyof typeof spelling];
    if (value !== undefined) parameters[theirs] = value;
  }
  if (tags !== undefined) parameters.Tags = tagList(tags);
  return parameters;
}

function topicIn(call: string, object: JsonObject): Topic {
  const found: Record<string, unknown> = {};
  for (const [ours, theirs] of Object.entries({ ...spelling, ...told })) {
    if (object[theirs] !== undefined && object[theirs] !== null) found[ours] = object[theirs];
  }
  const named = [...Object.values(spelling), ...Object.values(told), 'LogsetId', 'TopicId', 'PartitionCount', 'Tags'];
  return {
    ...(found as Partial<Topic>),
    topicId: textOf(call, object, 'TopicId'),
    name: textOf(call, object, 'TopicName'),
    logsetId: textOf(call, object, 'LogsetId'),
    partitionCount: integerOf(call, object, 'PartitionCount'),
    ...tagsIn(call, object),
    ...otherIn(object, named),
  };
}

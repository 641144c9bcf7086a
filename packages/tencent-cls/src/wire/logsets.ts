import { countedPage, integerOf, type JsonObject, listOf, objectOf, type Page, textOf } from '@polylog/driver-kit';
import type { ClsApi, SendOptions } from './connection.js';
import { filtersOf, otherIn, type ResourceTags, tagList, tagsIn } from './described.js';
import type { LogsetRef } from './logset-ref.js';

/** What a logset is created with, and can be changed in. */
export interface LogsetSettings {
  /** 1 to 255 characters, without `|`; no other logset of the region has it. */
  readonly name: string;
  /** At most ten. An update replaces them all. */
  readonly tags?: ResourceTags | undefined;
}

/** A logset, as the service describes it. */
export interface Logset extends LogsetSettings, LogsetRef {
  readonly topicCount?: number;
  /** `YYYY-MM-DD HH:MM:SS`, as the service writes it: without a zone. */
  readonly createTime?: string;
  /** What else the service tells, under its own names. */
  readonly other?: JsonObject;
}

/** CreateLogset; answers its id. */
export async function createLogset(
  connection: ClsApi,
  { name, tags }: LogsetSettings,
  o: SendOptions,
): Promise<string> {
  const call = 'CreateLogset';
  const parameters = { LogsetName: name, ...(tags === undefined ? {} : { Tags: tagList(tags) }) };
  const { response } = await connection.sendApi(call, parameters, o);
  return textOf(call, response, 'LogsetId');
}

/** DescribeLogsets: one page, of at most 100. Whether a name is looked for as a part or as a whole the service does not say. */
export async function describeLogsets(
  connection: ClsApi,
  page: { readonly offset: number; readonly size: number; readonly logsetId?: string; readonly name?: string },
  o: SendOptions,
): Promise<Page<Logset>> {
  const call = 'DescribeLogsets';
  const Filters = filtersOf({ logsetId: page.logsetId, logsetName: page.name });
  const parameters = { ...(Filters.length > 0 && { Filters }), Offset: page.offset, Limit: page.size };
  const { response } = await connection.sendApi(call, parameters, o);
  const items = listOf(call, response.Logsets ?? []).map((entry) => logsetIn(call, objectOf(call, entry)));
  return countedPage(items, page.offset, integerOf(call, response, 'TotalCount'));
}

/** ModifyLogset: changes what is named. */
export async function modifyLogset(
  connection: ClsApi,
  { logsetId, name, tags }: LogsetRef & { readonly name?: string | undefined } & Pick<LogsetSettings, 'tags'>,
  o: SendOptions,
): Promise<void> {
  const parameters = {
    LogsetId: logsetId,
    ...(name === undefined ? {} : { LogsetName: name }),
    ...(tags === undefined ? {} : { Tags: tagList(tags) }),
  };
  await connection.sendApi('ModifyLogset', parameters, o);
}

/** DeleteLogset: only one without topics. */
export async function deleteLogset(connection: ClsApi, { logsetId }: LogsetRef, o: SendOptions): Promise<void> {
  await connection.sendApi('DeleteLogset', { LogsetId: logsetId }, o);
}

function logsetIn(call: string, object: JsonObject): Logset {
  const { TopicCount, CreateTime } = object;
  return {
    logsetId: textOf(call, object, 'LogsetId'),
    name: textOf(call, object, 'LogsetName'),
    ...tagsIn(call, object),
    ...(typeof TopicCount === 'number' && { topicCount: TopicCount }),
    ...(typeof CreateTime === 'string' && { createTime: CreateTime }),
    ...otherIn(object, ['LogsetId', 'LogsetName', 'Tags', 'TopicCount', 'CreateTime']),
  };
}

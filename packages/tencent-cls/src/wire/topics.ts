import { integerOf, listOf, objectOf, textOf } from '@polylog/driver-kit';
import type { ClsApi, SendOptions } from './connection.js';
import type { LogsetRef } from './logset-ref.js';

export interface Topic {
  readonly topicId: string;
  readonly name: string;
  readonly logsetId: string;
  readonly partitionCount: number;
}

/** CreateLogset; answers its id. */
export async function createLogset(connection: ClsApi, name: string, o: SendOptions): Promise<string> {
  const call = 'CreateLogset';
  const { response } = await connection.sendApi(call, { LogsetName: name }, o);
  return textOf(call, response, 'LogsetId');
}

/** CreateTopic; answers its id. Without automatic splitting, unlike the service's default. */
export async function createTopic(
  connection: ClsApi,
  request: LogsetRef & { readonly name: string; readonly partitionCount?: number; readonly periodDays?: number },
  o: SendOptions,
): Promise<string> {
  const call = 'CreateTopic';
  const parameters = {
    LogsetId: request.logsetId,
    TopicName: request.name,
    PartitionCount: request.partitionCount ?? 1,
    AutoSplit: false,
    ...(request.periodDays === undefined ? {} : { Period: request.periodDays }),
  };
  const { response } = await connection.sendApi(call, parameters, o);
  return textOf(call, response, 'TopicId');
}

/** DeleteTopic; its logs go with it. */
export async function deleteTopic(connection: ClsApi, topicId: string, o: SendOptions): Promise<void> {
  await connection.sendApi('DeleteTopic', { TopicId: topicId }, o);
}

/** DescribeTopics: one page of a logset's topics, of at most 100. */
export async function describeTopics(
  connection: ClsApi,
  page: LogsetRef & { readonly offset?: number; readonly limit?: number },
  o: SendOptions,
): Promise<{ readonly topics: readonly Topic[]; readonly total: number }> {
  const call = 'DescribeTopics';
  const parameters = {
    Filters: [{ Key: 'logsetId', Values: [page.logsetId] }],
    Offset: page.offset ?? 0,
    Limit: page.limit ?? 100,
  };
  const { response } = await connection.sendApi(call, parameters, o);
  const topics = listOf(call, response.Topics ?? []).map((entry) => {
    const topic = objectOf(call, entry);
    return {
      topicId: textOf(call, topic, 'TopicId'),
      name: textOf(call, topic, 'TopicName'),
      logsetId: textOf(call, topic, 'LogsetId'),
      partitionCount: integerOf(call, topic, 'PartitionCount'),
    };
  });
  return { topics, total: integerOf(call, response, 'TotalCount') };
}

import { ConsumerError } from '@polylog/core/driver';
import type { ClientCallOptions, Listing, PageRequest } from '@polylog/driver-kit';
import { logsetIdText, resourceName } from '../wire/names.js';
import {
  createTopic,
  deleteTopic,
  describeTopics,
  modifyTopic,
  type NewTopic,
  type Topic,
  type TopicSettings,
  topicParameters,
} from '../wire/topics.js';
import type { ClsCalls } from './cls-calls.js';
import {
  invalid,
  type LogsetRequest,
  logsetIn,
  pageIn,
  type TopicRequest,
  textIn,
  topicIn,
  whole,
} from './requests.js';

/** The topics of the account, in the client's region. */
export interface Topics {
  /** Of one logset, or of all. `nameContains` is a part to look for. */
  list(
    request?: PageRequest & { readonly logsetId?: string; readonly nameContains?: string },
    options?: ClientCallOptions,
  ): Listing<Topic>;
  /** One that is missing is `not-found`. (The service has only the list, which is asked for.) */
  get(request: TopicRequest, options?: ClientCallOptions): Promise<Topic>;
  /**
   * Answers the id that the service has given it. Without settings it has one partition, which the service splits when it is
   * busy. It may take a moment until it can be written to and read (`FailedOperation.TopicCreating`, which is tried again).
   */
  create(request: LogsetRequest & NewTopic, options?: ClientCallOptions): Promise<TopicRequest>;
  /** Changes what is named, one thing at least. */
  update(request: TopicRequest & Partial<TopicSettings>, options?: ClientCallOptions): Promise<void>;
  /** With all logs. Groups over it stay. */
  delete(request: TopicRequest, options?: ClientCallOptions): Promise<void>;
}

export function createTopics(calls: ClsCalls): Topics {
  const { connection, call } = calls;
  return {
    list(request = {}, options) {
      return calls.list('topics.list', options, request?.offset ?? 0, (offset, o) => {
        const { logsetId } = whole(request, "{ logsetId: '0f8e4b82-…' }");
        if (logsetId !== undefined) logsetIdText(logsetId, 'logsetId');
        const nameContains = textIn('nameContains', request.nameContains);
        return describeTopics(connection, { ...pageIn({ ...request, offset }), logsetId, nameContains }, o);
      });
    },
    get: (request, options) =>
      call('topics.get', options, async (o) => {
        const { topicId } = topicIn(request);
        const { items } = await describeTopics(connection, { offset: 0, size: 1, topicId }, o);
        const found = items.find((topic) => topic.topicId === topicId);
        if (found !== undefined) return found;
        throw new ConsumerError('not-found', `there is no topic ${topicId}. Check its id and the region.`);
      }),
    create: (request, options) =>
      call('topics.create', options, async (o) => {
        const { logsetId } = logsetIn(request);
        const name = resourceName(request.name, 'name');
        return { topicId: await createTopic(connection, { ...request, logsetId, name }, o) };
      }),
    update: (request, options) =>
      call('topics.update', options, (o) => {
        const { topicId } = topicIn(request);
        if (Object.keys(topicParameters(request)).length === 0)
          throw invalid('there is nothing to change. Name a setting at least.');
        if (request.name !== undefined) resourceName(request.name, 'name');
        return modifyTopic(connection, { ...request, topicId }, o);
      }),
    delete: (request, options) =>
      call('topics.delete', options, (o) => deleteTopic(connection, topicIn(request).topicId, o)),
  };
}

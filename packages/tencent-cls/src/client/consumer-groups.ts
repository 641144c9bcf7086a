import { ConsumerError } from '@polylog/core/driver';
import { type ClientCallOptions, type Listing, type SendOptions, wholePage } from '@polylog/driver-kit';
import type { ClsApi } from '../wire/connection.js';
import {
  type ConsumerGroup,
  createConsumerGroup,
  deleteConsumerGroup,
  describeConsumerGroups,
  modifyConsumerGroup,
} from '../wire/consumer-groups.js';
import { sendConsumerHeartbeat } from '../wire/heartbeat.js';
import type { GroupRef, TopicPartition } from '../wire/logset-ref.js';
import { memberName } from '../wire/names.js';
import type { ClsCalls } from './cls-calls.js';
import {
  type GroupRequest,
  groupIn,
  invalid,
  type LogsetRequest,
  logsetIn,
  type PartitionRequest,
  partitionIn,
  topicIdsIn,
  wholeNumber,
} from './requests.js';

/** What a consumer group is created with. */
export interface ConsumerGroupSettings {
  /** A member without a heartbeat for that long loses its partitions; 1 to 3600. */
  readonly timeoutSeconds: number;
  /** What it reads: topics of its logset. */
  readonly topicIds: readonly string[];
}

export interface HeartbeatRequest extends GroupRequest {
  /** The member's name: whoever sends this is that member to the service. */
  readonly member: string;
  /** Everything that it still works on. */
  readonly holding: readonly PartitionRequest[];
  /** The group's topics; each is told of, also where nothing of it is held. @defaultValue those of `holding` */
  readonly topicIds?: readonly string[];
}

/** The consumer groups of a logset. `clsGroupAdmin` has the same, and lag, in words of all clouds. */
export interface ConsumerGroups {
  /** `topicIds`: only those over any of these topics. */
  list(
    request: LogsetRequest & { readonly topicIds?: readonly string[] },
    options?: ClientCallOptions,
  ): Listing<ConsumerGroup>;
  /** One that is missing is `not-found`. (The service has only the list, which is asked for.) */
  get(request: GroupRequest, options?: ClientCallOptions): Promise<ConsumerGroup>;
  /** Which code says that there is one already the service does not document; its message has the words. */
  create(request: GroupRequest & ConsumerGroupSettings, options?: ClientCallOptions): Promise<void>;
  /** Changes what is named, one thing at least, for all members at once. It reads the settings first: the service replaces both. */
  update(request: GroupRequest & Partial<ConsumerGroupSettings>, options?: ClientCallOptions): Promise<void>;
  /** With its checkpoints; members that are alive stop with `not-found`. */
  delete(request: GroupRequest, options?: ClientCallOptions): Promise<void>;
  /**
   * One heartbeat of a member, for those who write a consumer of their own; `clsDriver` is one. Answers what the member is to
   * work on from now on. There is no leaving: a member that falls silent is gone after the group's timeout.
   */
  heartbeat(request: HeartbeatRequest, options?: ClientCallOptions): Promise<readonly PartitionRequest[]>;
}

export function createConsumerGroups(calls: ClsCalls): ConsumerGroups {
  const { connection, call } = calls;
  return {
    list: (request, options) =>
      calls.list('consumerGroups.list', options, 0, async (_, o) => {
        const ref = logsetIn(request);
        const { topicIds } = request;
        const wanted = topicIds === undefined ? {} : { topicIds: topicIdsIn(topicIds) };
        return wholePage((await describeConsumerGroups(connection, { ...ref, ...wanted }, o)).groups);
      }),
    get: (request, options) =>
      call('consumerGroups.get', options, (o) => findConsumerGroup(connection, groupIn(request), o)),
    create: (request, options) =>
      call('consumerGroups.create', options, async (o) => {
        const { group: name, logsetId } = groupIn(request);
        const settings = {
          name,
          timeoutSeconds: timeoutIn(request.timeoutSeconds),
          topicIds: topicIdsIn(request.topicIds),
        };
        await createConsumerGroup(connection, { logsetId, settings }, o);
      }),
    update: (request, options) =>
      call('consumerGroups.update', options, async (o) => {
        const ref = groupIn(request);
        const { timeoutSeconds, topicIds } = request;
        if (timeoutSeconds === undefined && topicIds === undefined)
          throw invalid('there is nothing to change. Name timeoutSeconds, topicIds, or both.');
        const changes = {
          ...(timeoutSeconds !== undefined && { timeoutSeconds: timeoutIn(timeoutSeconds) }),
          ...(topicIds !== undefined && { topicIds: topicIdsIn(topicIds) }),
        };
        const before = await findConsumerGroup(connection, ref, o);
        const { logsetId } = ref;
        await modifyConsumerGroup(connection, { logsetId, settings: { ...before, ...changes } }, o);
      }),
    delete: (request, options) =>
      call('consumerGroups.delete', options, (o) => deleteConsumerGroup(connection, groupIn(request), o)),
    heartbeat: (request, options) =>
      call('consumerGroups.heartbeat', options, (o) => {
        const ref = groupIn(request);
        const { topicIds = [] } = request;
        return sendConsumerHeartbeat(
          connection,
          {
            ...ref,
            member: memberName(request.member, 'member'),
            topicIds: topicIds.length === 0 ? [] : topicIdsIn(topicIds),
            holding: partitionsIn(request.holding, 'holding'),
          },
          o,
        );
      }),
  };
}

/** With which code the service says that there is none is not documented, so the list is asked. */
export async function findConsumerGroup(
  connection: ClsApi,
  { logsetId, group }: GroupRef,
  o: SendOptions,
): Promise<ConsumerGroup> {
  const { groups } = await describeConsumerGroups(connection, { logsetId }, o);
  const found = groups.find(({ name }) => name === group);
  if (found !== undefined) return found;
  throw new ConsumerError(
    'not-found',
    `there is no group ${JSON.stringify(group)} in logset ${logsetId}. Check its name, or create it.`,
  );
}

export function partitionsIn(list: readonly PartitionRequest[], name: string): readonly TopicPartition[] {
  if (Array.isArray(list)) return (list as readonly PartitionRequest[]).map(partitionIn);
  throw invalid(`${name} is no list. Pass [{ topicId, partition }], or an empty list for none.`);
}

function timeoutIn(seconds: unknown): number {
  if (seconds === undefined) throw invalid('timeoutSeconds is missing; allowed: whole numbers from 1 to 3600.');
  return wholeNumber('timeoutSeconds', seconds, { byDefault: 60, min: 1, max: 3600 });
}

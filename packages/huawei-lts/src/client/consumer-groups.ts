import { type ClientCallOptions, type Listing, wholePage } from '@polylog/driver-kit';
import { findGroup } from '../admin/find-group.js';
import {
  type ConsumerGroup,
  createConsumerGroup,
  deleteConsumerGroup,
  listConsumerGroups,
} from '../wire/consumer-groups.js';
import { sendHeartbeat } from '../wire/heartbeat.js';
import type { LtsCalls } from './lts-calls.js';
import {
  type GroupRequest,
  groupIn,
  invalid,
  memberName,
  type StreamRequest,
  shardId,
  streamIn,
  wholeNumber,
} from './requests.js';

/** What a consumer group is created with. */
export interface ConsumerGroupSettings {
  /** A member without a heartbeat for that long loses its shards; what the service allows is not published. */
  readonly timeoutSeconds: number;
}

/** The consumer groups of a log stream. `ltsGroupAdmin` has the same, and lag, in words of all clouds. */
export interface ConsumerGroups {
  list(request: StreamRequest, options?: ClientCallOptions): Listing<ConsumerGroup>;
  /** One that is missing is `not-found`. (The service has only the list, which is asked for.) Where it stands: `checkpoints`. */
  get(request: GroupRequest, options?: ClientCallOptions): Promise<ConsumerGroup>;
  /** One that exists is refused; nothing of a group can be changed later. */
  create(request: GroupRequest & ConsumerGroupSettings, options?: ClientCallOptions): Promise<void>;
  /** With its checkpoints; members that are alive stop with `not-found`. */
  delete(request: GroupRequest, options?: ClientCallOptions): Promise<void>;
  /**
   * Joins as a member, or stays one: tells the shards that it still works on, and answers those that it is to work on now. A
   * member that is not heard of for the group's timeout is gone. `createConsumer` of `@polylog/core` does all this and more.
   */
  heartbeat(
    request: GroupRequest & { readonly member: string; readonly holding: readonly string[] },
    options?: ClientCallOptions,
  ): Promise<readonly string[]>;
}

export function createConsumerGroups(calls: LtsCalls): ConsumerGroups {
  const { connection, call } = calls;
  return {
    list: (request, options) =>
      calls.list('consumerGroups.list', options, 0, async (_, o) =>
        wholePage(await listConsumerGroups(connection, streamIn(calls, request), o)),
      ),
    get: (request, options) =>
      call('consumerGroups.get', options, async (o) => {
        const { group, ...ref } = groupIn(calls, request);
        return await findGroup({ connection, ref }, group, o);
      }),
    create: (request, options) =>
      call('consumerGroups.create', options, async (o) => {
        const { group: name, ...ref } = groupIn(calls, request);
        const timeoutSeconds = timeoutIn(request.timeoutSeconds);
        await createConsumerGroup(connection, { ...ref, group: { name, timeoutSeconds } }, o);
      }),
    delete: (request, options) =>
      call('consumerGroups.delete', options, (o) => deleteConsumerGroup(connection, groupIn(calls, request), o)),
    heartbeat: (request, options) =>
      call('consumerGroups.heartbeat', options, (o) => {
        const ref = groupIn(calls, request);
        const { member, holding } = request;
        if (!Array.isArray(holding)) throw invalid('holding is no list of the ids of shards; [] is none.');
        const shards = (holding as readonly unknown[]).map((id) => shardId(id, 'holding'));
        return sendHeartbeat(connection, { ...ref, consumer: memberName(member, 'member'), holding: shards }, o);
      }),
  };
}

function timeoutIn(seconds: unknown): number {
  if (seconds === undefined) throw invalid('timeoutSeconds is missing; allowed: whole numbers from 1 to 86400.');
  return wholeNumber('timeoutSeconds', seconds, { byDefault: 60, min: 1, max: 86_400 });
}

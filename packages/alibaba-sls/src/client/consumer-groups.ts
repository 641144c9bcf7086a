import { type ClientCallOptions, type Listing, wholePage } from '@polylog/driver-kit';
import { missingGroup } from '../admin/groups.js';
import {
  type ConsumerGroup,
  createConsumerGroup,
  deleteConsumerGroup,
  listConsumerGroups,
  updateConsumerGroup,
} from '../wire/consumer-groups.js';
import { type GroupRequest, groupIn, invalid, type LogstoreRequest, logstoreIn, wholeNumber } from './requests.js';
import type { SlsCalls } from './sls-calls.js';

/** What a consumer group is created with. */
export interface ConsumerGroupSettings {
  /** A member without a heartbeat for that long loses its shards; 1 to 86400. */
  readonly timeoutSeconds: number;
  /** Whether children of a split or merge wait for their parents. @defaultValue false */
  readonly inOrder?: boolean;
}

/** The consumer groups of a logstore. `slsGroupAdmin` has the same, and lag, in words of all clouds. */
export interface ConsumerGroups {
  list(request: LogstoreRequest, options?: ClientCallOptions): Listing<ConsumerGroup>;
  /** One that is missing is `not-found`. (The service has only the list, which is asked for.) */
  get(request: GroupRequest, options?: ClientCallOptions): Promise<ConsumerGroup>;
  /** One that exists is `ConsumerGroupAlreadyExist`. */
  create(request: GroupRequest & ConsumerGroupSettings, options?: ClientCallOptions): Promise<void>;
  /** Changes what is named, one thing at least, for all members at once. */
  update(request: GroupRequest & Partial<ConsumerGroupSettings>, options?: ClientCallOptions): Promise<void>;
  /** With its checkpoints; members that are alive stop with `not-found`. */
  delete(request: GroupRequest, options?: ClientCallOptions): Promise<void>;
}

export function createConsumerGroups(calls: SlsCalls): ConsumerGroups {
  const { connection, call } = calls;
  return {
    list: (request, options) =>
      calls.list('consumerGroups.list', options, 0, async (_, o) =>
        wholePage((await listConsumerGroups(connection, logstoreIn(request), o)).groups),
      ),
    get: (request, options) =>
      call('consumerGroups.get', options, async (o) => {
        const { group, ...ref } = groupIn(request);
        const { groups } = await listConsumerGroups(connection, ref, o);
        const found = groups.find(({ name }) => name === group);
        if (found !== undefined) return found;
        throw missingGroup(ref, group);
      }),
    create: (request, options) =>
      call('consumerGroups.create', options, (o) => {
        const { group: name, ...ref } = groupIn(request);
        const timeoutSeconds = timeoutIn(request.timeoutSeconds);
        const settings = { name, timeoutSeconds, inOrder: request.inOrder === true };
        return createConsumerGroup(connection, { ...ref, settings }, o).then(nothing);
      }),
    update: (request, options) =>
      call('consumerGroups.update', options, (o) => {
        const { group: name, ...ref } = groupIn(request);
        const { timeoutSeconds, inOrder } = request;
        if (timeoutSeconds === undefined && inOrder === undefined)
          throw invalid('there is nothing to change. Name timeoutSeconds, inOrder, or both.');
        const settings = {
          name,
          ...(timeoutSeconds !== undefined && { timeoutSeconds: timeoutIn(timeoutSeconds) }),
          ...(inOrder !== undefined && { inOrder }),
        };
        return updateConsumerGroup(connection, { ...ref, settings }, o);
      }),
    delete: (request, options) =>
      call('consumerGroups.delete', options, (o) => deleteConsumerGroup(connection, groupIn(request), o)),
  };
}

const nothing = (): void => undefined;

function timeoutIn(seconds: unknown): number {
  if (seconds === undefined) throw invalid('timeoutSeconds is missing; allowed: whole numbers from 1 to 86400.');
  return wholeNumber('timeoutSeconds', seconds, { byDefault: 60, min: 1, max: 86_400 });
}

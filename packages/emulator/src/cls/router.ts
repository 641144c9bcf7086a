import type { RequestHead } from '../http/request.js';
import {
  commitConsumerOffsets,
  createConsumerGroup,
  deleteConsumerGroup,
  describeConsumerGroups,
  modifyConsumerGroup,
  sendConsumerHeartbeat,
} from './actions/consumer-groups.js';
import { createLogset, deleteLogset, describeLogsets, modifyLogset } from './actions/logsets.js';
import { describeConsumerOffsets } from './actions/offsets.js';
import { describePartitions, mergePartition, splitPartition } from './actions/partitions.js';
import { createTopic, deleteTopic, describeTopics, modifyTopic } from './actions/topics.js';
import type { Action } from './call.js';

/** Actions of API 3.0 whose request and response are JSON. */
export const actions: ReadonlyMap<string, Action> = new Map(
  Object.entries({
    CreateLogset: createLogset,
    DescribeLogsets: describeLogsets,
    ModifyLogset: modifyLogset,
    DeleteLogset: deleteLogset,
    CreateTopic: createTopic,
    DescribeTopics: describeTopics,
    ModifyTopic: modifyTopic,
    DeleteTopic: deleteTopic,
    DescribePartitions: describePartitions,
    SplitPartition: splitPartition,
    MergePartition: mergePartition,
    CreateConsumerGroup: createConsumerGroup,
    ModifyConsumerGroup: modifyConsumerGroup,
    DeleteConsumerGroup: deleteConsumerGroup,
    DescribeConsumerGroups: describeConsumerGroups,
    SendConsumerHeartbeat: sendConsumerHeartbeat,
    CommitConsumerOffsets: commitConsumerOffsets,
    DescribeConsumerOffsets: describeConsumerOffsets,
  }),
);

/** Which plane a request is for, and its call there. An upload has one name on both. */
export type Route =
  | { readonly plane: 'api'; readonly call: string }
  | { readonly plane: 'data'; readonly call: 'UploadLog' | 'PullLog' | 'unknown' };

const paths: Readonly<Record<string, 'UploadLog' | 'PullLog'>> = {
  '/structuredlog': 'UploadLog',
  '/pull_log': 'PullLog',
};

/** Undefined for a request that is not for this service. */
export function routeOf({ headers, path }: RequestHead): Route | undefined {
  const action = headers['x-tc-action'];
  if (action !== undefined) return { plane: 'api', call: action };
  if (headers.authorization?.startsWith('TC3-')) return { plane: 'api', call: '' };
  const call = paths[path];
  if (call) return { plane: 'data', call };
  return headers.authorization?.startsWith('q-sign-algorithm') ? { plane: 'data', call: 'unknown' } : undefined;
}

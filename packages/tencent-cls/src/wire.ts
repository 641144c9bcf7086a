/** `@polylog/tencent-cls/wire`: the functions behind the driver, for tests and tools. No promise of stability. */

export { type ClsLogGroupInput, type ClsLogInput, encodeClsLogGroup } from '@polylog/driver-kit';
export { type AdminSettings, groupAdminOver } from './admin/group-admin.js';
export { type ConnectOptions, connect } from './wire/connect.js';
export type { ApiAnswer, ClsApi, ClsConnection, Plane, SendOptions } from './wire/connection.js';
export {
  type ConsumerGroup,
  type ConsumerGroupList,
  createConsumerGroup,
  deleteConsumerGroup,
  describeConsumerGroups,
  modifyConsumerGroup,
} from './wire/consumer-groups.js';
export { type HeartbeatRequest, sendConsumerHeartbeat } from './wire/heartbeat.js';
export type { GroupRef, LogsetRef, TopicPartition } from './wire/logset-ref.js';
export {
  createLogset,
  deleteLogset,
  describeLogsets,
  type Logset,
  type LogsetSettings,
  modifyLogset,
} from './wire/logsets.js';
export {
  commitConsumerOffsets,
  describeConsumerOffsets,
  type OffsetStart,
  type OffsetsRequest,
  type PartitionOffset,
} from './wire/offsets.js';
export { partitionId, partitionOf } from './wire/partition-id.js';
export { describePartitions, mergePartition, type PartitionRange, splitPartition } from './wire/partitions.js';
export { type PlaneOptions, type Planes, planesOf } from './wire/planes.js';
export { type PullAnswer, readPullAnswer } from './wire/pull-answer.js';
export { openPullBody, type PullBodyOptions } from './wire/pull-body.js';
export { type PulledLog, type PullHead, pullLog } from './wire/pull-log.js';
export { sendApi } from './wire/send-api.js';
export { type DataRequest, sendData } from './wire/send-data.js';
export { serviceCodes } from './wire/service-codes.js';
export { type LegacyRequest, legacyAuthorization, legacySignature, type SpaceForm } from './wire/sign-legacy.js';
export {
  type Tc3Request,
  tc3Authorization,
  tc3CanonicalRequest,
  tc3Scope,
  tc3Signature,
} from './wire/sign-tc3.js';
export { checkSnappySize, decodeSnappyPart, readSnappyHead, type SnappyProgress } from './wire/snappy.js';
export {
  createTopic,
  deleteTopic,
  describeTopics,
  modifyTopic,
  type NewTopic,
  type Topic,
  type TopicSettings,
} from './wire/topics.js';
export { type UploadLogRequest, uploadLog } from './wire/upload-log.js';

/** `@polylog/tencent-cls`: Polylog's adapter for Tencent Cloud CLS. */

export {
  type ClientCallOptions,
  type ClientError,
  type CloseReport,
  type ClsLog,
  type ClsLogGroup,
  type ClsLogGroupInput,
  type ClsLogInput,
  type FieldValue,
  hasServiceCode,
  isClientError,
  type Listing,
  type Moment,
  type NewRecord,
  type OfficialConsumerOptions,
  type Page,
  type PageRequest,
  type Producer,
  type ProducerRecord,
  type RecordTime,
  type RetryOptions,
  type SendReceipt,
  type SendReport,
} from '@polylog/driver-kit';
export { clsGroupAdmin } from './admin/group-admin.js';
export type {
  Checkpoint,
  CheckpointReset,
  CheckpointResetRow,
  Checkpoints,
  CommitRequest,
  ResetToRequest,
} from './client/checkpoints.js';
export type { ClsClientOptions } from './client/client-options.js';
export { type ClsClient, createClsClient } from './client/cls-client.js';
export type { ConsumerGroupSettings, ConsumerGroups, HeartbeatRequest } from './client/consumer-groups.js';
export type { Logs } from './client/logs.js';
export type { Logsets } from './client/logsets.js';
export type { OffsetPlace, Offsets, OffsetsRequest } from './client/offsets.js';
export type { Partitions } from './client/partitions.js';
export type { PullAllRequest, PulledBatch, PullOptions, PullRequest } from './client/pull.js';
export type { NewLogGroup, PutRequest } from './client/put.js';
export type { GroupRequest, LogsetRequest, PartitionRequest, TopicRequest } from './client/requests.js';
export type { Topics } from './client/topics.js';
export type { ClsCompression } from './compression.js';
export { configSection } from './config-section.js';
export { clsDriver } from './driver.js';
export { environmentCredentials } from './environment-credentials.js';
export { fromOfficialOptions, type OfficialOptions } from './official/official-options.js';
export type { ClsDriverOptions } from './options.js';
export { type ClsProducerRecord, createClsProducer } from './producer/cls-producer.js';
export type { ClsLabels } from './producer/labels.js';
export type { ClsProducerOptions } from './producer/producer-options.js';
export type { ClsServiceOptions } from './service-options.js';
export type { ConsumerGroup } from './wire/consumer-groups.js';
export type { ResourceTags } from './wire/described.js';
export type { Logset, LogsetSettings } from './wire/logsets.js';
export type { PartitionOffset } from './wire/offsets.js';
export type { PartitionRange } from './wire/partitions.js';
export type { TencentCredentials, TencentKeys } from './wire/tencent-credentials.js';
export type { NewTopic, Topic, TopicSettings } from './wire/topics.js';

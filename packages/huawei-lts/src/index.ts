/** `@polylog/huawei-lts`: Polylog's adapter for Huawei Cloud LTS. */

export {
  type ClientCallOptions,
  type ClientError,
  type CloseReport,
  type FieldValue,
  hasServiceCode,
  isClientError,
  type Listing,
  type Moment,
  type NewRecord,
  type OfficialConsumerOptions,
  type Page,
  type Producer,
  type ProducerRecord,
  type RecordTime,
  type RetryOptions,
  type SendReceipt,
  type SendReport,
} from '@polylog/driver-kit';
export { ltsGroupAdmin } from './admin/group-admin.js';
export type {
  Checkpoint,
  CheckpointReset,
  CheckpointResetRow,
  Checkpoints,
  ResetToRequest,
} from './client/checkpoints.js';
export type { LtsClientOptions } from './client/client-options.js';
export type { ConsumerGroupSettings, ConsumerGroups } from './client/consumer-groups.js';
export type { CursorPlace, Cursors } from './client/cursors.js';
export type { LogGroups } from './client/log-groups.js';
export type { NewLine } from './client/log-input.js';
export type { LogStreamFilter, LogStreams } from './client/log-streams.js';
export type { Logs } from './client/logs.js';
export { createLtsClient, type LtsClient } from './client/lts-client.js';
export type { PullAllRequest, PulledBatch, PulledLog, PullOptions, PullRequest } from './client/pull.js';
export type { PutRequest } from './client/put.js';
export type { GroupRequest, LogGroupRequest, ShardRequest, StreamRequest } from './client/requests.js';
export type { Shard, Shards } from './client/shards.js';
export { configSection } from './config-section.js';
export { ltsDriver } from './driver.js';
export { environmentCredentials } from './environment-credentials.js';
export { fromOfficialOptions, type OfficialOptions } from './official/official-options.js';
export type { LtsDriverOptions } from './options.js';
export type { LtsLabels } from './producer/labels.js';
export { createLtsProducer, type LtsProducerLine, type LtsProducerRecord } from './producer/lts-producer.js';
export type { LtsProducerOptions } from './producer/producer-options.js';
export type { LtsServiceOptions } from './service-options.js';
export type { ConsumerGroup } from './wire/consumer-groups.js';
export type { HuaweiCredentials } from './wire/huawei-credentials.js';
export type { LogGroup, LogGroupSettings } from './wire/log-groups.js';
export type { LogStream, LogStreamSettings } from './wire/log-streams.js';
export type { Tags } from './wire/tags.js';

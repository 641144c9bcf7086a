/** `@polylog/alibaba-sls`: Polylog's adapter for Alibaba Cloud SLS. */

export {
  type ClientCallOptions,
  type ClientError,
  type CloseReport,
  type FieldValue,
  hasServiceCode,
  isClientError,
  type Listing,
  type LogGroupInput,
  type LogInput,
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
export { slsGroupAdmin } from './admin/group-admin.js';
export type {
  Checkpoint,
  CheckpointReset,
  CheckpointResetRow,
  Checkpoints,
  ResetToRequest,
} from './client/checkpoints.js';
export type { SlsClientOptions } from './client/client-options.js';
export type { ConsumerGroupSettings, ConsumerGroups } from './client/consumer-groups.js';
export type { ProjectCopy } from './client/copy-project.js';
export type { CursorPlace, Cursors } from './client/cursors.js';
export type { Indexes } from './client/indexes.js';
export type { Logs } from './client/logs.js';
export type { Logstores } from './client/logstores.js';
export type { LogtailConfigRequest, LogtailConfigs } from './client/logtail-configs.js';
export {
  type DelimiterShape,
  type JsonShape,
  logtailConfig,
  type RegexShape,
  type SimpleShape,
} from './client/logtail-shapes.js';
export type { MachineGroupRequest, MachineGroups } from './client/machine-groups.js';
export { isProjectCopyError, type ProjectCopyError } from './client/project-copy-error.js';
export type { Projects } from './client/projects.js';
export type { PullAllRequest, PulledBatch, PullOptions, PullRequest } from './client/pull.js';
export type { NewLogGroup, PutRequest } from './client/put.js';
export type { GetRequest, QueryRequest, SearchRequest } from './client/query.js';
export type { GroupRequest, LogstoreRequest, ProjectRequest, ShardRequest } from './client/requests.js';
export type { Shards } from './client/shards.js';
export type { ShipperRequest, Shippers, ShipperTasksRequest } from './client/shippers.js';
export { createSlsClient, type SlsClient } from './client/sls-client.js';
export { configSection } from './config-section.js';
export { slsDriver } from './driver.js';
export { environmentCredentials } from './environment-credentials.js';
export { fromOfficialOptions, type OfficialOptions } from './official/official-options.js';
export type { SlsCompression, SlsDriverOptions } from './options.js';
export type { SlsLabels } from './producer/labels.js';
export type { SlsProducerOptions } from './producer/producer-options.js';
export { createSlsProducer, type SlsProducerRecord } from './producer/sls-producer.js';
export type { SlsServiceOptions } from './service-options.js';
export type { ConsumerGroup } from './wire/consumer-groups.js';
export type { FoundLog, FoundLogs } from './wire/get-logs.js';
export type { Histogram, HistogramBucket } from './wire/histograms.js';
export type { IndexKey, IndexLine, LogIndex } from './wire/indexes.js';
export type { Shard } from './wire/list-shards.js';
export type { Logstore, LogstoreSettings } from './wire/logstores.js';
export type { LogtailConfig, LogtailInput, StoredLogtailConfig } from './wire/logtail-configs.js';
export type { Machine, MachineGroup, StoredMachineGroup } from './wire/machine-groups.js';
export type { Project, ProjectSettings } from './wire/projects.js';
export type {
  OdpsTarget,
  OssTarget,
  Shipper,
  ShipperTask,
  ShipperTaskCounts,
  ShipperTaskStatus,
  StoredShipper,
} from './wire/shippers.js';

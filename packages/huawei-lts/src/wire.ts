/** `@polylog/huawei-lts/wire`: the functions behind the driver, for tests and tools. No promise of stability. */

export { consumerNameOf } from './consumer-name.js';
export { type JsonLogs, type ReadJsonLogsOptions, readJsonLogs, readJsonLogsInTurns } from './records/json-logs.js';
export {
  canonicalRequest,
  escaped,
  type SignedRequest,
  type SpaceForm,
  signedHeaders,
} from './wire/canonical-request.js';
export { type CommitRequest, commitCheckpoints } from './wire/commit-checkpoints.js';
export { type ConnectOptions, connect } from './wire/connect.js';
export type { Face, LtsConnection, SendOptions } from './wire/connection.js';
export {
  type ConsumerGroup,
  createConsumerGroup,
  deleteConsumerGroup,
  listConsumerGroups,
} from './wire/consumer-groups.js';
export { type CursorStart, cursorByTime, cursorTime } from './wire/cursors.js';
export { type FaceOptions, type Faces, facesOf } from './wire/faces.js';
export { describeGroup, type GroupCheckpoint, type GroupDetail } from './wire/group-detail.js';
export { type HeartbeatRequest, sendHeartbeat } from './wire/heartbeat.js';
export {
  createLogGroup,
  deleteLogGroup,
  type LogGroup,
  type LogGroupRef,
  type LogGroupSettings,
  listLogGroups,
  updateLogGroup,
} from './wire/log-groups.js';
export {
  createLogStream,
  deleteLogStream,
  type LogStream,
  type LogStreamSettings,
  listLogStream,
  listLogStreams,
  updateLogStream,
} from './wire/log-streams.js';
export { type PulledLogs, type PullHead, type PullLogsRequest, pullLogs } from './wire/pull-logs.js';
export { type PushedLog, type PushLogsRequest, pushBody, pushLogs } from './wire/push-logs.js';
export {
  type PushStructuredLogsRequest,
  pushStructuredLogs,
  type StructuredLog,
  structuredBody,
} from './wire/push-structured-logs.js';
export { sdkDate } from './wire/sdk-date.js';
export { type LtsRequest, sendRequest } from './wire/send-request.js';
export { serviceCodes } from './wire/service-codes.js';
export { listShards } from './wire/shards.js';
export { sdkHmacAuthorization, sdkHmacSignature } from './wire/sign-sdk-hmac.js';
export { type V11Signer, v11Authorization, v11DerivedKey, v11Scope, v11Signature } from './wire/sign-v11.js';
export { type GroupRef, type ShardRef, type StreamRef, streamPath } from './wire/stream-ref.js';
export type { Tags } from './wire/tags.js';

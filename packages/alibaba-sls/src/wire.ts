/** `@polylog/alibaba-sls/wire`: the functions behind the driver, for tests and tools. No promise of stability. */

export { encodeLogGroup, type LogGroupInput, type LogInput } from '@polylog/driver-kit';
export { signV1, signV4 } from './wire/authorize.js';
export { deleteShard, mergeShard, splitShard } from './wire/change-shards.js';
export { forceCheckpoint, getCheckpoints, type ShardCheckpoint, updateCheckpoint } from './wire/checkpoints.js';
export { type ConnectOptions, connect } from './wire/connect.js';
export type { SendOptions, SlsConnection } from './wire/connection.js';
export {
  type ConsumerGroup,
  type ConsumerGroupList,
  createConsumerGroup,
  deleteConsumerGroup,
  listConsumerGroups,
  updateConsumerGroup,
} from './wire/consumer-groups.js';
export { compareCursors, cursorMinus, cursorPlus, decodeCursor, encodeCursor, parseDecimal } from './wire/cursor.js';
export { type Endpoint, parseEndpoint, type RequestTarget, targetOf } from './wire/endpoint.js';
export { getCursor } from './wire/get-cursor.js';
export { getCursorTime } from './wire/get-cursor-time.js';
export { type HeartbeatRequest, heartbeat } from './wire/heartbeat.js';
export { listShards, type Shard } from './wire/list-shards.js';
export type { GroupRef, LogstoreRef, ShardRef } from './wire/logstore-ref.js';
export {
  createLogstore,
  deleteLogstore,
  getLogstore,
  type Logstore,
  type LogstoreSettings,
  listLogstores,
  updateLogstore,
} from './wire/logstores.js';
export {
  createProject,
  deleteProject,
  getProject,
  listProjects,
  type Project,
  updateProject,
} from './wire/projects.js';
export { type PulledLogs, type PullHead, type PullLogsRequest, pullLogs } from './wire/pull-logs.js';
export { type PutLogsRequest, putLogs } from './wire/put-logs.js';
export { type SlsRequest, send } from './wire/send.js';
export { isClockCode, isCredentialCode, sameCode, serviceCodes } from './wire/service-codes.js';
export { contentMd5, signatureV1, stringToSignV1 } from './wire/sign-v1.js';
export {
  canonicalRequestV4,
  contentSha256,
  percentEncode,
  scopeV4,
  signatureV4,
  stringToSignV4,
} from './wire/sign-v4.js';
export type { SignableRequest } from './wire/signable-request.js';

/** `@polylog/tencent-cls`: Polylog's adapter for Tencent Cloud CLS. */

export {
  type ClientCallOptions,
  type ClientError,
  type CloseReport,
  type FieldValue,
  hasServiceCode,
  isClientError,
  type Moment,
  type NewRecord,
  type OfficialConsumerOptions,
  type Producer,
  type ProducerRecord,
  type RecordTime,
  type RetryOptions,
  type SendReceipt,
  type SendReport,
} from '@polylog/driver-kit';
export { clsGroupAdmin } from './admin/group-admin.js';
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
export type { TencentCredentials, TencentKeys } from './wire/tencent-credentials.js';

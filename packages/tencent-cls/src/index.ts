/** `@polylog/tencent-cls`: Polylog's adapter for Tencent Cloud CLS. */

export type { OfficialConsumerOptions } from '@polylog/driver-kit';
export { clsGroupAdmin } from './admin/group-admin.js';
export { configSection } from './config-section.js';
export { clsDriver } from './driver.js';
export { environmentCredentials } from './environment-credentials.js';
export { fromOfficialOptions, type OfficialOptions } from './official/official-options.js';
export type { ClsDriverOptions } from './options.js';
export type { TencentCredentials, TencentKeys } from './wire/tencent-credentials.js';

/** `@polylog/huawei-lts`: Polylog's adapter for Huawei Cloud LTS. */

export type { OfficialConsumerOptions } from '@polylog/driver-kit';
export { configSection } from './config-section.js';
export { ltsDriver } from './driver.js';
export { environmentCredentials } from './environment-credentials.js';
export { fromOfficialOptions, type OfficialOptions } from './official/official-options.js';
export type { LtsDriverOptions } from './options.js';
export type { HuaweiCredentials } from './wire/huawei-credentials.js';

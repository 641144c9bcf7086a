/** `@polylog/huawei-lts`: Polylog's adapter for Huawei Cloud LTS. */

export { ltsDriver } from './driver.js';
export { environmentCredentials } from './environment-credentials.js';
export type { LtsDriverOptions } from './options.js';
export type { HuaweiCredentials } from './wire/huawei-credentials.js';

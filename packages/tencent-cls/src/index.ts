/** `@polylog/tencent-cls`: Polylog's adapter for Tencent Cloud CLS. */

export { clsDriver } from './driver.js';
export { environmentCredentials } from './environment-credentials.js';
export type { ClsDriverOptions } from './options.js';
export type { TencentCredentials, TencentKeys } from './wire/tencent-credentials.js';

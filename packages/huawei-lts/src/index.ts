/** `@polylog/huawei-lts`: Polylog's adapter for Huawei Cloud LTS. */

export { environmentCredentials } from './environment-credentials.js';
export type { HuaweiCredentials } from './wire/huawei-credentials.js';

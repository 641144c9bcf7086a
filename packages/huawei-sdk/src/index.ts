/** `@polylog/huawei-sdk`: Huawei Cloud's own SDK, for Polylog's adapter of LTS. */

export { type HuaweiDefaultCredentialsOptions, huaweiDefaultCredentials } from './default-credentials.js';
export type { HuaweiSdkCredentials } from './federated-keys.js';
export { type HuaweiCredentialsOptions, huaweiCredentials } from './sdk-credentials.js';

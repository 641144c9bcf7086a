/** `@polylog/tencent-sdk`: Tencent Cloud's own SDK, for Polylog's adapter of CLS. */

export { type TencentDefaultCredentialsOptions, tencentDefaultCredentials } from './default-credentials.js';
export { type SdkGroupAdminOptions, sdkGroupAdmin, type TencentApiClient } from './group-admin.js';

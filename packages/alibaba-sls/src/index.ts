/** `@polylog/alibaba-sls`: Polylog's adapter for Alibaba Cloud SLS. */

export type { OfficialConsumerOptions } from '@polylog/driver-kit';
export { slsGroupAdmin } from './admin/group-admin.js';
export { configSection } from './config-section.js';
export { slsDriver } from './driver.js';
export { environmentCredentials } from './environment-credentials.js';
export { fromOfficialOptions, type OfficialOptions } from './official/official-options.js';
export type { SlsCompression, SlsDriverOptions } from './options.js';

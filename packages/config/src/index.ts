/** `@polylog/config`: a configuration file becomes a driver and a consumer. */
export { installCommand } from './adapter/install-command.js';
export type { Config } from './config.js';
export { ConfigError, type ConfigProblem, type ConfigProblemKind } from './config-problem.js';
export { type ConfiguredConsumerOptions, createConsumerFromConfig } from './create-consumer.js';
export { createDriver } from './create-driver.js';
export { createGroupAdmin } from './create-group-admin.js';
export { type ConfiguredRecord, createProducer } from './create-producer.js';
export { type ConfigInput, defineConfig, type PortableConfig } from './define-config.js';
export { groupOf } from './group-of.js';
export { type CheckedSection, checkEverySection, type LoadOptions, loadConfig } from './load-config.js';
export { configSchema } from './schema/config-schema.js';

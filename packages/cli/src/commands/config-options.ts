import { type Config, loadConfig } from '@polylog/config';
import type { Output } from '../output/output.js';

export interface ConfigInput {
  readonly options: { readonly config: string | undefined; readonly provider: string | undefined };
}

/** The configuration that a command works by. Throws a `ConfigError` with all that is wrong. */
export async function loadCommandConfig(
  { options: { config: file, provider } }: ConfigInput,
  output: Output,
): Promise<Config> {
  const config = await loadConfig({ ...(file !== undefined && { file }), ...(provider !== undefined && { provider }) });
  for (const { message } of config.warnings) output.error(`warning: ${message}`);
  return config;
}

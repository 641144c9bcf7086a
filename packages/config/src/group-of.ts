import type { NewGroup } from '@polylog/core/driver';
import { type Config, stateOf } from './config.js';

/** The default of `createConsumer`. */
const SESSION_TIMEOUT_MS = 30_000;

/** The group that the file names, as a consumer of it would create it; undefined where it reads without one. */
export function groupOf(config: Config): NewGroup | undefined {
  const { group, sessionTimeoutMs, order } = stateOf(config).portable;
  if (typeof group !== 'string') return undefined;
  return {
    name: group,
    sessionTimeoutMs: typeof sessionTimeoutMs === 'number' ? sessionTimeoutMs : SESSION_TIMEOUT_MS,
    ...((order === 'partition' || order === 'lineage') && { order }),
  };
}

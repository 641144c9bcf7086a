import type { Balancer } from '@polylog/core/driver';
import { createLtsGroup, type LtsGroup } from './consumer-group.js';
import { LtsError, wrongParameter } from './error.js';
import type { LogStream } from './log-stream.js';
import { isName } from './names.js';
import type { LtsSwitches } from './switches.js';

export interface GroupParts {
  readonly balancer: Balancer;
  readonly switches: LtsSwitches;
  readonly nowMs: number;
}

/** Without a timeout: as the switch says. */
export function createGroup(
  stream: LogStream,
  { name, timeout }: { readonly name: string; readonly timeout?: unknown },
  { balancer, switches, nowMs }: GroupParts,
): LtsGroup {
  if (!isName(name)) throw wrongParameter('a consumer group has a name of 1 to 64 characters');
  const timeoutSeconds = timeoutOf(timeout, switches);
  if (stream.groups.has(name)) throw new LtsError(400, switches.groupExistsCode, `consumer group ${name} exists`);
  const group = createLtsGroup({ name, timeoutSeconds, createdAtMs: nowMs, balancer, switches });
  stream.groups.set(name, group);
  return group;
}

function timeoutOf(
  given: unknown,
  { standardTimeoutSeconds, leastTimeoutSeconds, mostTimeoutSeconds }: LtsSwitches,
): number {
  const timeout = given ?? standardTimeoutSeconds;
  const isWhole = typeof timeout === 'number' && Number.isInteger(timeout);
  if (isWhole && timeout >= leastTimeoutSeconds && timeout <= mostTimeoutSeconds) return timeout;
  throw wrongParameter(`timeout is ${String(timeout)}; allowed is ${leastTimeoutSeconds} to ${mostTimeoutSeconds}`);
}

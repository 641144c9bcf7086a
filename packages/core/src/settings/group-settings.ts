import { hostname } from 'node:os';
import { pid } from 'node:process';
import type { LogDriver } from '../driver.js';
import type { Random } from '../flow/clock.js';
import { heartbeatIntervalMs } from '../group/heartbeat-pace.js';
import { leaseMarginMs } from '../group/lease.js';
import type { GroupOptions } from '../options.js';
import type { StartPoint } from '../position.js';
import { invalidOption, numberOption, oneOfOption, startOption } from './option-values.js';

export interface GroupSettings {
  readonly kind: 'group';
  readonly group: string;
  /** One for each member of this process. */
  readonly members: readonly string[];
  readonly start: StartPoint;
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number | undefined;
  readonly order: 'partition' | 'lineage' | undefined;
  readonly create: 'if-missing' | 'never';
  readonly update: 'never' | 'if-different';
}

/** @throws ConsumerError `invalid-argument` */
export function checkGroup(options: GroupOptions & { readonly driver: LogDriver }, random: Random): GroupSettings {
  const { group, member, members = 1, order } = options;
  if (typeof group !== 'string' || group === '') {
    throw invalidOption('group', group, 'a name; or give "partitions" to read without a group');
  }
  if (member !== undefined && (typeof member !== 'string' || member === ''))
    throw invalidOption('member', member, 'a name');
  numberOption('members', members, { byDefault: 1, min: 1, whole: true });
  const bounds = options.driver.limits.sessionTimeoutMs;
  const sessionTimeoutMs = numberOption('sessionTimeoutMs', options.sessionTimeoutMs, { byDefault: 30_000, ...bounds });
  if (leaseMarginMs(sessionTimeoutMs) * 2 > sessionTimeoutMs) {
    throw invalidOption(
      'sessionTimeoutMs',
      sessionTimeoutMs,
      'at least 2000: a second of it is the margin before the group gives the partitions away',
    );
  }
  const heartbeatMs =
    options.heartbeatMs === undefined
      ? undefined
      : numberOption('heartbeatMs', options.heartbeatMs, { byDefault: 0, ...options.driver.limits.heartbeatMs });
  if (heartbeatMs !== undefined && heartbeatMs * 3 > sessionTimeoutMs) {
    throw invalidOption(
      'heartbeatMs',
      heartbeatMs,
      `at most a third of "sessionTimeoutMs" (${sessionTimeoutMs}), that is ${Math.floor(sessionTimeoutMs / 3)}: two may get lost before the session runs out`,
    );
  }
  const mostHeartbeatMs = options.driver.limits.heartbeatMs.max;
  checkHeartbeats(members, heartbeatIntervalMs(sessionTimeoutMs, heartbeatMs, mostHeartbeatMs), options.driver);
  const name = member ?? defaultMember(random);
  return {
    kind: 'group',
    group,
    members: members === 1 ? [name] : Array.from({ length: members }, (_, i) => `${name}-${i + 1}`),
    start: startOption('start', options.start),
    sessionTimeoutMs,
    heartbeatMs,
    order: order === undefined ? undefined : oneOfOption('order', order, ['partition', 'lineage']),
    create: oneOfOption('create', options.create, ['if-missing', 'never']),
    update: oneOfOption('update', options.update, ['never', 'if-different']),
  };
}

/** More than the service takes would be throttled, and a throttled heartbeat loses the lease. */
function checkHeartbeats(members: number, intervalMs: number, { limits, provider }: LogDriver): void {
  const most = limits.heartbeatsPerSecond ?? Number.POSITIVE_INFINITY;
  const perSecond = (members * 1_000) / intervalMs;
  if (perSecond <= most) return;
  const enough = Math.floor((most * intervalMs) / 1_000);
  throw invalidOption(
    'members',
    members,
    `at most ${enough} with a heartbeat every ${Math.round(intervalMs)} ms: ${provider} takes ${most} heartbeats a second, and this would be ${perSecond.toFixed(1)}. Take fewer members, or a longer "sessionTimeoutMs"`,
  );
}

function defaultMember(random: Random): string {
  const chance = Math.floor(random() * 36 ** 8)
    .toString(36)
    .padStart(8, '0');
  return `${hostname().replace(/[^0-9A-Za-z_-]/g, '-')}-${pid}-${chance}`;
}

import { type CallOptions, ConsumerError, type GroupDifference, type GroupSpec } from '@polylog/core/driver';
import { isServiceError } from '@polylog/driver-kit';
import type { SlsConnection } from './wire/connection.js';
import {
  type ConsumerGroup,
  type ConsumerGroupList,
  createConsumerGroup,
  listConsumerGroups,
  sessionTimeoutMsOf,
  updateConsumerGroup,
} from './wire/consumer-groups.js';
import type { LogstoreRef } from './wire/logstore-ref.js';
import { sameCode } from './wire/service-codes.js';

/** A group as it is in force after the join. */
export interface JoinedGroup {
  readonly sessionTimeoutMs: number;
  readonly differences: readonly GroupDifference[];
  /** The service's time, where it told it. */
  readonly servedAtMs: number | undefined;
}

/**
 * Finds the group or creates it. What an existing group has stays in force unless the spec says to update it: two
 * libraries with different defaults in one group would otherwise overwrite each other's for ever.
 */
export async function joinGroup(
  connection: SlsConnection,
  ref: LogstoreRef,
  spec: GroupSpec,
  o: CallOptions,
): Promise<JoinedGroup> {
  const list = await listConsumerGroups(connection, ref, o);
  const existing = find(list, spec);
  if (existing !== undefined) return settle(connection, ref, spec, existing, list.servedAtMs, o);
  if (spec.create === 'never') {
    throw new ConsumerError(
      'not-found',
      `the group ${JSON.stringify(spec.group)} does not exist in ${ref.project}/${ref.logstore}, and create is "never". Create it, or allow "if-missing".`,
    );
  }
  const settings = { name: spec.group, timeoutSeconds: secondsOf(spec), inOrder: spec.order === 'lineage' };
  try {
    const servedAtMs = await createConsumerGroup(connection, { ...ref, settings }, o);
    return {
      sessionTimeoutMs: settings.timeoutSeconds * 1000,
      differences: [],
      servedAtMs: servedAtMs ?? list.servedAtMs,
    };
  } catch (error) {
    if (!isServiceError(error) || !sameCode(error.code, 'ConsumerGroupAlreadyExist')) throw error;
    // Another member was faster: its values are in force.
    const again = await listConsumerGroups(connection, ref, o);
    const created = find(again, spec);
    if (created === undefined) throw error;
    return settle(connection, ref, spec, created, again.servedAtMs, o);
  }
}

async function settle(
  connection: SlsConnection,
  ref: LogstoreRef,
  spec: GroupSpec,
  existing: ConsumerGroup,
  servedAtMs: number | undefined,
  o: CallOptions,
): Promise<JoinedGroup> {
  const differences = differencesOf(spec, existing);
  if (differences.length > 0 && spec.update === 'if-different') {
    const inOrder = spec.order === undefined ? existing.inOrder : spec.order === 'lineage';
    const settings = { name: existing.name, timeoutSeconds: secondsOf(spec), inOrder };
    await updateConsumerGroup(connection, { ...ref, settings }, o);
    return { sessionTimeoutMs: settings.timeoutSeconds * 1000, differences: [], servedAtMs };
  }
  const order = differences.find(({ setting }) => setting === 'order');
  if (order !== undefined) {
    throw new ConsumerError(
      'invalid-argument',
      `order is "${order.wanted}", and the group ${JSON.stringify(spec.group)} has "${order.inForce}". Leave order out to take the group as it is, take another group, or set update: "if-different" to change it for all members.`,
    );
  }
  return { sessionTimeoutMs: sessionTimeoutMsOf(existing), differences, servedAtMs };
}

function differencesOf(spec: GroupSpec, existing: ConsumerGroup): GroupDifference[] {
  const order = existing.inOrder ? 'lineage' : 'partition';
  return [
    ...(existing.timeoutSeconds === secondsOf(spec)
      ? []
      : [
          {
            setting: 'sessionTimeoutMs',
            wanted: String(spec.sessionTimeoutMs),
            inForce: String(existing.timeoutSeconds * 1000),
          } as const,
        ]),
    ...(spec.order === undefined || spec.order === order
      ? []
      : [{ setting: 'order', wanted: spec.order, inForce: order } as const]),
  ];
}

function find({ groups }: ConsumerGroupList, spec: GroupSpec): ConsumerGroup | undefined {
  return groups.find(({ name }) => name === spec.group);
}

/** The service counts whole seconds. */
function secondsOf(spec: GroupSpec): number {
  return Math.max(1, Math.ceil(spec.sessionTimeoutMs / 1000));
}

import { type CallOptions, ConsumerError } from '@polylog/core/driver';
import { type ConsumerGroup, listConsumerGroups } from '../wire/consumer-groups.js';
import { groupName } from '../wire/names.js';
import type { LtsLog } from './lts-log.js';

/** The gateway has only a list of groups. */
export async function findGroup({ connection, ref }: LtsLog, name: string, o: CallOptions): Promise<ConsumerGroup> {
  const wanted = groupName(name, 'group');
  const found = (await listConsumerGroups(connection, ref, o)).find((group) => group.name === wanted);
  if (found !== undefined) return found;
  throw new ConsumerError(
    'not-found',
    `the group ${JSON.stringify(name)} does not exist on log stream ${ref.logStreamId}. Check its name, or create it.`,
  );
}

import { type Balancer, stickyBalancer } from '@polylog/core/driver';
import type { LtsSwitches } from './switches.js';

/** Deals anew at each change: the shards in turn to the consumers, by name. Whoever had one before counts for nothing. */
const inTurn: Balancer = (members, partitions) => {
  const sorted = [...members].sort();
  if (sorted.length === 0) return new Map();
  return new Map(partitions.map((partition, i) => [partition, sorted[i % sorted.length] as string]));
};

export function balancerFor(assignment: LtsSwitches['assignment']): Balancer {
  return assignment === 'sticky' ? stickyBalancer : inTurn;
}

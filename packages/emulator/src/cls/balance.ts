import type { Balancer } from '@polylog/core/driver';

/**
 * The service's way (its examples: A has 1, 2, 3 and B has 4, 5, 6; C comes and gets 3 and 6. A has 1, 2 and B 3, 4; 5
 * comes and goes to B): who has more than its share gives its highest ones, and what is free goes to whoever has fewest,
 * of several to the later name. `partitions` stand from the lowest to the highest.
 */
export const clsBalancer: Balancer = (members, partitions, current) => {
  const held = new Map<string, string[]>([...members].sort().map((member) => [member, []]));
  if (held.size === 0) return new Map();
  for (const partition of partitions) held.get(current.get(partition) ?? '')?.push(partition);

  // Who has most keeps one more where the shares are not even, so that nobody gives one away for nothing.
  const share = Math.floor(partitions.length / held.size);
  const extra = partitions.length % held.size;
  const byLoad = [...held.values()].sort((a, b) => b.length - a.length);
  for (const [rank, list] of byLoad.entries()) list.splice(rank < extra ? share + 1 : share);

  const kept = new Set([...held.values()].flat());
  for (const partition of partitions) if (!kept.has(partition)) fewest(held).push(partition);
  return new Map([...held].flatMap(([member, list]) => list.map((partition) => [partition, member] as const)));
};

function fewest(held: ReadonlyMap<string, string[]>): string[] {
  return [...held.values()].reduce((best, list) => (list.length <= best.length ? list : best));
}

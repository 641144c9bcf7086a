/**
 * Who owns which partition: a pure function of who is there, what there is to own, and who owns it now.
 *
 * The result names an owner for every partition and for nothing else; with no members it is empty. The in-memory driver,
 * the emulator's groups and groups kept in a lease store use it.
 */
export type Balancer = (
  members: readonly string[],
  partitions: readonly string[],
  current: ReadonlyMap<string, string>,
) => ReadonlyMap<string, string>;

/**
 * Even: the counts of two members differ by at most one. Sticky: a partition moves only when its owner has gone or has
 * more than an even share. Deterministic: equal input gives equal output; ties go to what comes first in the lists.
 */
export const stickyBalancer: Balancer = (members, partitions, current) => {
  const owned = new Map<string, string[]>(members.map((member) => [member, []]));
  const free: string[] = [];
  for (const partition of partitions) {
    const list = owned.get(current.get(partition) ?? '');
    if (list) list.push(partition);
    else free.push(partition);
  }
  if (owned.size === 0) return new Map();
  for (const partition of free) fewest(owned).push(partition);
  for (;;) {
    const most = largest(owned);
    const least = fewest(owned);
    if (most.length - least.length <= 1) break;
    least.push(most.pop() as string);
  }
  return new Map([...owned].flatMap(([member, list]) => list.map((partition) => [partition, member] as const)));
};

function fewest(owned: ReadonlyMap<string, string[]>): string[] {
  return [...owned.values()].reduce((best, list) => (list.length < best.length ? list : best));
}

function largest(owned: ReadonlyMap<string, string[]>): string[] {
  return [...owned.values()].reduce((best, list) => (list.length > best.length ? list : best));
}

/** How do several members share a log, and what moves when one leaves? Here all are in one process; in yours they need not be. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Consumer, createConsumer, createMemoryBudget, onEvent } from '@polylog/core';
import { startEmulator } from '@polylog/emulator';
import { clsDriver } from '@polylog/tencent-cls';

const emulator = await startEmulator({ cls: { logsets: { shop: { orders: { partitions: 6 } } } } });
const { cls, clock } = emulator;
const memory = createMemoryBudget({ maxBytes: 32 * 1024 * 1024 });
const handled: string[] = [];

/** `members` of them share sockets and keys; each has a lease of its own. */
function createMembers(member: string, members: number): Consumer {
  return createConsumer({
    driver: clsDriver({
      region: 'ap-guangzhou',
      endpoint: cls.endpoint,
      logsetId: 'shop',
      topicIds: ['orders'],
      credentials: { accessKeyId: 'polylog', secretAccessKey: 'polylog-emulator-secret' },
    }),
    group: 'billing',
    member,
    members,
    start: 'earliest',
    sessionTimeoutMs: 6_000,
    memory,
    processRecord: (record) => void handled.push(record.body ?? ''),
  });
}

const owners = new Map<string, string | undefined>();
onEvent('partition-started', ({ partition, member }) => void owners.set(partition, member));
onEvent('partition-released', ({ partition }) => void owners.delete(partition));

/** How many partitions each member has, once they are shared as expected. */
async function shared(...expected: number[]): Promise<string> {
  for (;;) {
    const counts = new Map<string | undefined, number>();
    for (const owner of owners.values()) counts.set(owner, (counts.get(owner) ?? 0) + 1);
    const shares = [...counts].sort();
    if (shares.map(([, count]) => count).join() === expected.join()) {
      return shares.map(([member, count]) => `${member} has ${count}`).join(', ');
    }
    await pause(50);
  }
}
async function writeAndHandle(what: string): Promise<void> {
  for (let partition = 1; partition <= 6; partition++) {
    const logs = [{ time: clock.now(), contents: [['__CONTENT__', `${what} ${partition}`]] as const }];
    cls.put('orders', { logs }, { partition });
  }
  const expected = handled.length + 6;
  while (handled.length < expected) await pause(50);
}

const two = createMembers('two', 2);
const one = createMembers('one', 1);
const running = [two.run(), one.run()];
console.log(`three members: ${await shared(2, 2, 2)}`);
await writeAndHandle('early');

// Finishes what it has in hand, saves, and leaves. CLS gives its partitions away once its session has run out.
await one.stop();
console.log(`two members: ${await shared(3, 3)}`);
await writeAndHandle('late');

await two.stop();
await Promise.all(running);
console.log(`${handled.length} orders handled, ${new Set(handled).size} different ones`);
await emulator.stop();

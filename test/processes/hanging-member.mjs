/**
 * A member whose processor never returns from its first batch and ignores its signal. It tells its parent what it owns, what it
 * lets go of, and how it stopped.
 */
import { createConsumer, onEvent } from '@polylog/core';
import { driverOf } from '../../examples/demo/dist/drivers.js';

/**
 * @typedef {object} HangingTimes
 * @property {number} sessionTimeoutMs
 * @property {number} drainTimeoutMs
 * @property {number} stopDeadlineMs
 * @property {'awaiting' | 'blocking'} hangs awaiting: a promise that never settles; blocking: a loop that never ends
 */

/** @type {import('../../examples/demo/dist/drivers.js').LogSettings & HangingTimes} */
const settings = JSON.parse(process.argv[2] ?? '{}');

const consumer = createConsumer({
  driver: driverOf(settings),
  group: 'g',
  member: 'hanging',
  start: 'earliest',
  sessionTimeoutMs: settings.sessionTimeoutMs,
  drainTimeoutMs: settings.drainTimeoutMs,
  logger: 'silent',
  async process(_batch, { partition, signal }) {
    signal.addEventListener('abort', () => tell({ kind: 'signalled', shard: partition.id }));
    await tell({ kind: 'hangs', shard: partition.id });
    while (settings.hangs === 'blocking');
    await new Promise(() => undefined);
  },
});

onEvent('drain-timed-out', ({ partition, afterMs }) => {
  void tell({ kind: 'drain-timed-out', shard: partition, afterMs });
});

/** @returns {Promise<void>} once the message is on its way */
function tell(/** @type {import('./hanging-message.js').HangingMessage} */ message) {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}

process.once('SIGTERM', async () => {
  const askedAt = performance.now();
  const report = await consumer.stop({ deadlineMs: settings.stopDeadlineMs });
  await tell({ kind: 'stopped', report, tookMs: performance.now() - askedAt });
  process.disconnect();
});

await consumer.run();

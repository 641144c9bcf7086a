import { setTimeout as pause } from 'node:timers/promises';

/** Waits, over real sockets and real processes, until something is so. */
export async function until(isSo: () => boolean, patienceMs = 30_000): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > giveUpAt) throw new Error(`Waited ${patienceMs} ms in vain until ${isSo.toString()}`);
    await pause(20);
  }
}

import type { FaultAction, FaultRule } from '@polylog/emulator';

/** Faults that pass: the same call may work later. */
const passing: readonly ((random: () => number) => FaultAction)[] = [
  (random) => ({ kind: 'status', status: pick([500, 502, 503, 504], random) }),
  (random) => ({ kind: 'status', status: 503, code: 'ServerBusy', retryAfterSeconds: pick([1, 2], random) }),
  (random) => ({ kind: 'throttle', status: pick([403, 429] as const, random) }),
  (random) => ({ kind: 'delay', delayMs: Math.floor(50 + random() * 2_000) }),
  (random) => ({ kind: 'lost', processed: random() < 0.5, socket: 'cut' }),
  (random) => ({ kind: 'lost', processed: random() < 0.5, socket: 'open' }),
  (random) => ({ kind: 'cut', at: pick(['before-body', 'in-body', 'after-body'] as const, random) }),
];

/**
 * Some rules that are in force together for a while. `calls` is what members call while they run; writers are left in peace, so
 * that what was sent is certain.
 */
export function randomFaults(calls: readonly string[], random: () => number): readonly FaultRule[] {
  return Array.from({ length: 2 + Math.floor(random() * 4) }, () => ({
    match: random() < 0.4 ? { call: calls } : { call: pick(calls, random) },
    action: pick(passing, random)(random),
    probability: 0.1 + random() * 0.7,
  }));
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T;
}

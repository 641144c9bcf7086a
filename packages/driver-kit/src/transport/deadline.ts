import type { Clock } from '@polylog/core/driver';

/**
 * A time limit that can stand still: calls `expire` once, after `timeoutMs` of unpaused time. Runs from the start. A pause
 * leaves the timer alone, because nearly all are over long before it fires: it then goes on for as long as they took.
 *
 * A class, and one closure: each request has one.
 */
export class Deadline {
  readonly #clock: Clock;
  readonly #expire: () => void;
  #endsAt: number;
  #pausedAt: number | undefined;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(clock: Clock, timeoutMs: number, expire: () => void) {
    this.#clock = clock;
    this.#expire = expire;
    this.#endsAt = clock.monotonic() + timeoutMs;
    this.#arm(timeoutMs);
  }

  pause(): void {
    this.#pausedAt ??= this.#clock.monotonic();
  }

  resume(): void {
    if (this.#pausedAt === undefined || this.#stopped) return;
    const now = this.#clock.monotonic();
    this.#endsAt += now - this.#pausedAt;
    this.#pausedAt = undefined;
    if (!this.#cancel) this.#arm(Math.max(0, this.#endsAt - now));
  }

  /** Releases the timer. Twice is harmless. */
  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #arm(leftMs: number): void {
    this.#cancel = this.#clock.schedule(leftMs, () => this.#fire());
  }

  #fire(): void {
    this.#cancel = undefined;
    if (this.#pausedAt !== undefined) return;
    const stillMs = this.#endsAt - this.#clock.monotonic();
    if (stillMs > 0) {
      this.#arm(stillMs);
      return;
    }
    this.#stopped = true;
    this.#expire();
  }
}

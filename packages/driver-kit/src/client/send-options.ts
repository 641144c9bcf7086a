/** What every wire function takes last. */
export interface SendOptions {
  /** Ends the call: it rejects with `signal.reason`. */
  readonly signal: AbortSignal;
  /** How long one attempt may take, in milliseconds. @defaultValue 30_000 */
  readonly timeoutMs?: number;
  /** Who repeats a request that fails. Absent, as in a driver's calls: nobody, one call is one attempt. */
  readonly retry?: Retry;
}

/**
 * Calls `attempt` until it succeeds, fails for good, or `signal` aborts. Rejects with a `ClientError`, or with
 * `signal.reason`.
 */
export type Retry = <T>(attempt: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/** One request as its options want it: through their {@link Retry}, or as it is. */
export function sendAsTold<T>(attempt: () => Promise<T>, { retry, signal }: SendOptions): Promise<T> {
  return retry === undefined ? attempt() : retry(attempt, signal);
}

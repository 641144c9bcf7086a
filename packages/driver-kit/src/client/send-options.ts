/** What every wire function takes last. */
export interface SendOptions {
  /** Ends the call: it rejects with `signal.reason`. */
  readonly signal: AbortSignal;
  /** How long one attempt may take, in milliseconds. @defaultValue 30_000 */
  readonly timeoutMs?: number;
  /** Who repeats a request that fails. Absent, as in a driver's calls: nobody, one call is one attempt. */
  readonly retry?: Retry;
}

/** What one attempt at a request is given. */
export interface AttemptOptions {
  readonly signal: AbortSignal;
  /** As in {@link SendOptions}. */
  readonly timeoutMs: number | undefined;
  /** To be called right before the request goes out. What an attempt throws before that has sent nothing. */
  readonly sent: () => void;
}

/**
 * Calls `attempt` until it succeeds, fails for good, or `signal` aborts. Rejects with a `ClientError`, or with
 * `signal.reason`. An attempt calls `sent` once, or not at all if nothing went out.
 */
export type Retry = <T>(attempt: (sent: () => void) => Promise<T>, signal: AbortSignal) => Promise<T>;

/** One request as its options want it: through their {@link Retry}, or as it is. */
export function sendAsTold<T>(
  attempt: (o: AttemptOptions) => Promise<T>,
  { signal, timeoutMs, retry }: SendOptions,
): Promise<T> {
  if (retry === undefined) return attempt({ signal, timeoutMs, sent: nothing });
  return retry((sent) => {
    // An attempt whose signature is cured sends twice, and is one try: what was refused has done nothing.
    let isSent = false;
    const sentOnce = (): void => {
      if (!isSent) sent();
      isSent = true;
    };
    return attempt({ signal, timeoutMs, sent: sentOnce });
  }, signal);
}

const nothing = (): void => undefined;

import type { SendReport } from '@polylog/core/driver';

/** Counts records, and tells when all of them are settled. */
export interface Tally {
  begin(): void;
  stored(): void;
  failed(error: unknown): void;
  /** Resolves as soon as none is open. To be called once, when no more begin. */
  allSettled(): Promise<void>;
  report(): SendReport;
}

/** What it counts, `whole` counts as well. */
export function createTally(whole?: Tally): Tally {
  let [open, stored, failed] = [0, 0, 0];
  let first: { readonly error: unknown } | undefined;
  let tell: (() => void) | undefined;
  const settle = (): void => {
    open -= 1;
    if (open === 0) tell?.();
  };
  return {
    begin() {
      whole?.begin();
      open += 1;
    },
    stored() {
      whole?.stored();
      stored += 1;
      settle();
    },
    failed(error) {
      whole?.failed(error);
      failed += 1;
      first ??= { error };
      settle();
    },
    allSettled: () =>
      new Promise((resolve) => {
        tell = resolve;
        if (open === 0) resolve();
      }),
    report: () => ({ stored, failed, ...(first !== undefined && { error: first.error }) }),
  };
}

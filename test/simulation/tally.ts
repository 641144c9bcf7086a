/** How often each kind of event happened, and in how many schedules. */
export interface Tally {
  add(counts: ReadonlyMap<string, number>): void;
  readonly schedules: number;
  /** Kinds of `WANTED` that happened in fewer than 5 % of the schedules. */
  rare(): readonly string[];
  table(): string;
}

const LEAST_SHARE = 0.05;

/** What the simulation is for; one that hardly ever happens proves nothing. */
const WANTED: readonly string[] = [
  'step append',
  'step start',
  'step stop',
  'step kill',
  'freeze stopped',
  'freeze suspended',
  'call fail',
  'call lost',
  'call hang',
  'call late',
  'step cut-off',
  'step evict',
  'step jump',
  'step split',
  'step merge',
  'step trim',
  'retention passes a reader',
  'step pause',
  'step slow',
  'name reused',
  'processor throws',
  'manual save',
  'loop left',
  'end bound reached',
  'work done too late',
  'stop in time',
  'stop by its deadline',
  'lease-lost',
  'partition-revoked',
  'partition-lost',
  'partition-ended',
  'partition-rewound',
  'partition-failed position-lost',
  'partition-failed processor-failed',
  'position-reset',
  'checkpoint reset by hand',
  'batch-done-late',
  'batch-skipped',
  'record-parked',
  'checkpoint-refused',
  'drain-timed-out',
  'memory-overdrawn',
  'event-loop-blocked',
  'call-retried unavailable',
  'call-retried throttled',
  'call-retried unknown',
];

export function createTally(): Tally {
  const times = new Map<string, number>();
  const inSchedules = new Map<string, number>();
  let schedules = 0;
  const shareOf = (what: string): number => (inSchedules.get(what) ?? 0) / Math.max(1, schedules);
  return {
    add(counts) {
      schedules++;
      for (const [what, count] of counts) {
        times.set(what, (times.get(what) ?? 0) + count);
        inSchedules.set(what, (inSchedules.get(what) ?? 0) + 1);
      }
    },
    get schedules() {
      return schedules;
    },
    rare: () => WANTED.filter((what) => shareOf(what) < LEAST_SHARE),
    table: () =>
      [...new Set([...WANTED, ...times.keys()])]
        .map((what) => {
          const share = `${(100 * shareOf(what)).toFixed(1)} %`;
          return `${what.padEnd(36)} ${String(times.get(what) ?? 0).padStart(9)}  in ${share.padStart(7)} of schedules`;
        })
        .join('\n'),
  };
}

import type { LogSettings } from './drivers.js';

/** What a member process is told at its start, as JSON in its first argument. */
export type MemberSettings = LogSettings & MemberTimes;

export interface MemberTimes {
  readonly group: string;
  readonly member: string;
  readonly sessionTimeoutMs: number;
  readonly checkpointEveryMs: number;
  /** How long it pauses in the middle of each batch. */
  readonly workMs: number;
}

/** What a member process tells. */
export type MemberMessage =
  | { readonly kind: 'owns'; readonly shard: string; readonly lease: string }
  | { readonly kind: 'let-go'; readonly shard: string; readonly lease: string; readonly reason: string }
  /** Some records were handled; `left` of the same batch were not yet. */
  | {
      readonly kind: 'handled';
      readonly shard: string;
      readonly lease: string;
      readonly sequences: number[];
      readonly left: number;
    }
  | { readonly kind: 'saved'; readonly shard: string; readonly position: string }
  | { readonly kind: 'stopped'; readonly report: unknown }
  | { readonly kind: 'failed'; readonly message: string };

import type { StartPoint } from '@polylog/core/driver';

/** What of an official library's configuration goes to `createConsumer`; each absent value means its default there. */
export interface OfficialConsumerOptions {
  readonly group: string;
  readonly member?: string;
  readonly members?: number;
  readonly start: StartPoint;
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs?: number;
  readonly idleMs?: number;
  readonly order?: 'partition' | 'lineage';
  readonly until?: { readonly epochMs: number };
}

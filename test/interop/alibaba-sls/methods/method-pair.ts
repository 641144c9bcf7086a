import type { SlsClient } from '@polylog/alibaba-sls';
import type { Emulator } from '@polylog/emulator';
import type { WalkedPair, WalkedPlace } from '../../methods/walk-pair.js';

export type { Facts } from '../../methods/walk-pair.js';

/** A method of the official SDK beside ours, as the table in the README of `packages/alibaba-sls` has them. */
export interface MethodPair extends WalkedPair<SlsClient, Place, Call> {
  readonly python: string;
  /** The vendor's documents show it, and the SDK of today does not have it. */
  readonly missing?: true;
}

export interface Call {
  /** Its arguments in the SDK, by place and by name. */
  readonly python: readonly unknown[];
  readonly named?: Readonly<Record<string, unknown>>;
  readonly ours: (client: SlsClient) => PromiseLike<unknown>;
}

/** With one logstore of two shards. */
export interface Place extends WalkedPlace<SlsClient> {
  readonly sls: Emulator['sls'];
  /** The service's time stands still; it is put forward here. */
  readonly clock: Emulator['clock'];
}

export const project = 'walked-project';
export const logstore = 'requests';
export const store = { project, logstore };
/** When all services' clocks stand still, in epoch seconds: now, or the SDK's signatures would be of another time. */
export const nowSeconds = Math.floor(Date.now() / 1_000);
export const at = (epochSeconds: number): Date => new Date(epochSeconds * 1_000);

/** An object of the SDK, made of named arguments. */
export const made = (kind: string, named: Readonly<Record<string, unknown>>): object => ({ new: kind, with: named });
/** An object of the SDK that reads JSON. */
export const read = (kind: string, json: unknown): object => ({ new: kind, json });

/** Of a page, what the SDK tells, too. */
export const page = ({ items, total }: { readonly items: readonly unknown[]; readonly total?: number }): object => ({
  items,
  total,
});

import type { SlsClient } from '@polylog/alibaba-sls';
import type { Emulator } from '@polylog/emulator';

/** A method of the official SDK beside ours, as the table in the README of `packages/alibaba-sls` has them. */
export interface MethodPair {
  readonly python: string;
  /** As `client.logstores.list`. */
  readonly ours: string;
  /** The vendor's documents show it, and the SDK of today does not have it. */
  readonly missing?: true;
  /** What is there before, beside the logstore. What it answers is told to `calls`, and must be the same on both sides. */
  readonly given?: (place: Place) => Promise<Facts> | Promise<void>;
  /** Each is made on both sides, one after the other, and the two answers are compared. */
  readonly calls: (facts: Facts) => readonly Call[];
  /** What an answer of the SDK says, in the words of ours. Absent: it says nothing. */
  // biome-ignore lint/suspicious/noExplicitAny: what `methods.py` has made of an object of the SDK.
  readonly inOurWords?: (answer: any) => unknown;
  /** What is there afterwards, asked of both sides by our client: the whole proof of a method that answers nothing. */
  readonly after?: (client: SlsClient, facts: Facts) => Promise<unknown>;
}

export interface Call {
  /** Its arguments in the SDK, by place and by name. */
  readonly python: readonly unknown[];
  readonly named?: Readonly<Record<string, unknown>>;
  readonly ours: (client: SlsClient) => PromiseLike<unknown>;
}

/** What the calls need to know of what is there: cursors, mostly. */
export type Facts = Readonly<Record<string, string>>;

/** One side: an emulator that is the same as the other's, and our client for it. */
export interface Place {
  readonly client: SlsClient;
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

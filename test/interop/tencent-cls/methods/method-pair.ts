import type { Emulator } from '@polylog/emulator';
import type { ClsClient } from '@polylog/tencent-cls';
import type { WalkedPair, WalkedPlace } from '../../methods/walk-pair.js';

export type { Facts } from '../../methods/walk-pair.js';

/** A call of an official SDK for Python beside ours, as the table in the README of `packages/tencent-cls` has them. */
export interface MethodPair extends WalkedPair<ClsClient, Place, Call> {
  /** An action of API 3.0, `CreateTopic`, made by the general SDK; or a method of the SDK of CLS, `pull_logs`. */
  readonly theirs: string;
  /** True: no official SDK has ours. Theirs is what it comes to, and the table names none. */
  readonly isOursAlone?: true;
}

export interface Call {
  /** The body of an action, or the arguments of a method. */
  readonly theirs: object | readonly unknown[];
  /** Arguments by name. */
  readonly named?: Readonly<Record<string, unknown>>;
  /** What goes beside the body of the one action that takes bytes. */
  readonly bytes?: Buffer;
  readonly ours: (client: ClsClient) => PromiseLike<unknown>;
}

/** With one logset and in it one topic of two partitions. */
export interface Place extends WalkedPlace<ClsClient> {
  readonly cls: Emulator['cls'];
  /** The service's time stands still; it is put forward here. */
  readonly clock: Emulator['clock'];
}

export const logsetId = 'logset-1';
export const topicId = 'orders';
export const logset = { logsetId };
export const topic = { topicId };
/** When all services' clocks stand still, in epoch seconds: now, or the SDK's signatures would be of another time. */
export const nowSeconds = Math.floor(Date.now() / 1_000);
export const at = (epochSeconds: number): Date => new Date(epochSeconds * 1_000);

/** Of a page, what the SDK tells, too. */
export const page = ({ items, total }: { readonly items: readonly unknown[]; readonly total?: number }): object => ({
  items,
  total,
});

/** What an action tells beside what ours has a name for, under its own names; what is null it does not tell. */
export function otherThan(names: readonly string[], told: Readonly<Record<string, unknown>>): object {
  const rest = Object.entries(told).filter(([name, value]) => !names.includes(name) && value !== null);
  return rest.length === 0 ? {} : { other: Object.fromEntries(rest) };
}

type Tag = { readonly Key: string; readonly Value: string };

export function tagsOf(tags: readonly Tag[] | null): object {
  return tags && tags.length > 0 ? { tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) } : {};
}

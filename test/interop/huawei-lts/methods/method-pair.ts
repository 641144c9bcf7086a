import type { Emulator } from '@polylog/emulator';
import type { LtsClient } from '@polylog/huawei-lts';
import { stream as walked } from '../../../huawei-lts/lts-service.js';

/** A call of the official SDKs beside a method of ours, as the table in the README of `packages/huawei-lts` has them. */
export interface MethodPair {
  /** As `CreateLogGroup`. Absent: no SDK that is to be had has it, and the request itself stands beside ours. */
  readonly official?: string;
  /** As `client.logGroups.list`. */
  readonly ours: string;
  /** What is there before, beside the log stream. What it answers is told to `calls`, and must be the same on both sides. */
  readonly given?: (place: Place) => Promise<Facts> | Promise<void>;
  /** Each is made on both sides, one after the other, and the two answers are compared. */
  readonly calls: (facts: Facts) => readonly PairedCall[];
  /** What an answer of the service says, in the words of ours. Absent: it says nothing that ours tells. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever was answered.
  readonly inOurWords?: (answer: any) => unknown;
  /** What is there afterwards, asked of both sides by our client: the whole proof of a method that answers nothing. */
  readonly after?: (client: LtsClient, facts: Facts) => Promise<unknown>;
}

export interface PairedCall {
  /** The request in the words of the wire: of the SDK's call, or as it is sent. */
  readonly theirs: Readonly<Record<string, unknown>> | RawRequest;
  readonly ours: (client: LtsClient) => PromiseLike<unknown>;
}

/** A request as the vendor's documents have it. */
export interface RawRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the calls need to know of what is there: cursors, mostly. */
export type Facts = Readonly<Record<string, string>>;

/** One side: an emulator that is the same as the other's, and our client for it. */
export interface Place {
  readonly client: LtsClient;
  readonly emulator: Emulator;
}

export const { projectId, logGroupId, logStreamId } = walked;
export const logGroup = { logGroupId };
export const stream = { logGroupId, logStreamId };
/** The same in the words of the SDKs, which have two for each. */
export const onStream = { group_id: logGroupId, stream_id: logStreamId };
export const ofStream = { log_group_id: logGroupId, log_stream_id: logStreamId };
/** Where the gateway's calls about the log stream are. */
export const gatewayPath = `/v1.0/${projectId}/groups/${logGroupId}/streams/${logStreamId}`;
/** When the services' clocks stand still: now, or signatures would be of another time. */
export const nowMs = Math.floor(Date.now() / 1_000) * 1_000;

/** Puts a log of one text into a shard of each, ten seconds apart, and tells where they are. */
export async function threeLogs({ client, emulator: { lts, clock } }: Place): Promise<Facts> {
  for (const content of ['a', 'b', 'c']) {
    lts.put(logGroupId, logStreamId, { content }, { shard: 0 });
    clock.advance(10_000);
  }
  const shard = { ...stream, shard: '0' };
  return {
    begin: await client.cursors.get({ ...shard, at: 'begin' }),
    second: await client.cursors.get({ ...shard, at: new Date(nowMs + 10_000) }),
    end: await client.cursors.get({ ...shard, at: 'end' }),
  };
}

/** The consumer group `billing`, which others than the ones created here may be compared with. */
export async function billing({ client }: Place): Promise<void> {
  await client.consumerGroups.create({ ...stream, group: 'billing', timeoutSeconds: 30 });
}

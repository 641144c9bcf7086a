import { createClientCalls } from '@polylog/driver-kit';
import { classify } from '../classify.js';
import { openService } from '../open-connection.js';
import { type Checkpoints, createCheckpoints } from './checkpoints.js';
import { checkClientOptions, DOOR, type LtsClientOptions } from './client-options.js';
import { type ConsumerGroups, createConsumerGroups } from './consumer-groups.js';
import { type Cursors, createCursors } from './cursors.js';
import { createLogGroups, type LogGroups } from './log-groups.js';
import { createLogStreams, type LogStreams } from './log-streams.js';
import { createLogs, type Logs } from './logs.js';
import type { LtsCalls } from './lts-calls.js';
import { createShards, type Shards } from './shards.js';

/**
 * The service's calls, one method each, by noun. A method takes what it is about as one object, and as the last one
 * `{ signal, timeoutMs, retry }`, which may be left out. It rejects with a `ClientError`, or with `signal.reason`.
 *
 * What lists answers a `Listing`: `await` it for one page, or go through all with `for await`.
 */
export interface LtsClient {
  readonly logGroups: LogGroups;
  readonly logStreams: LogStreams;
  readonly shards: Shards;
  readonly logs: Logs;
  readonly cursors: Cursors;
  readonly consumerGroups: ConsumerGroups;
  readonly checkpoints: Checkpoints;
  /** Ends calls in flight, as `aborted`, and closes the connections. Twice is harmless. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A client of Huawei Cloud LTS, for all log groups and log streams of a project. Log groups, log streams, shards, times of
 * cursors and the settings of consumer groups are asked of the API gateway; logs, cursors and checkpoints of the access node.
 * Sends nothing before the first call; it keeps connections, so make one and `close()` it at the end. Throws
 * `invalid-argument` with one line that helps where an option is wrong.
 */
export function createLtsClient(options: LtsClientOptions): LtsClient {
  const service = checkClientOptions(options);
  const { connection, close } = openService(options, service);
  const shared = createClientCalls({ name: DOOR, options, classify, close });
  const calls: LtsCalls = { ...shared, connection, projectId: service.projectId };
  return {
    logGroups: createLogGroups(calls),
    logStreams: createLogStreams(calls),
    shards: createShards(calls),
    logs: createLogs(calls),
    cursors: createCursors(calls),
    consumerGroups: createConsumerGroups(calls),
    checkpoints: createCheckpoints(calls),
    close: shared.close,
    [Symbol.asyncDispose]: shared.close,
  };
}

import { createClientCalls } from '@polylog/driver-kit';
import { classify } from '../classify.js';
import { openService } from '../open-connection.js';
import { type Checkpoints, createCheckpoints } from './checkpoints.js';
import { type ClsClientOptions, checkClientOptions, DOOR } from './client-options.js';
import type { ClsCalls } from './cls-calls.js';
import { type ConsumerGroups, createConsumerGroups } from './consumer-groups.js';
import { createLogs, type Logs } from './logs.js';
import { createLogsets, type Logsets } from './logsets.js';
import { createOffsets, type Offsets } from './offsets.js';
import { createPartitions, type Partitions } from './partitions.js';
import { createTopics, type Topics } from './topics.js';

/**
 * The service's calls, one method each, by noun. A method takes what it is about as one object, and as the last one
 * `{ signal, timeoutMs, retry }`, which may be left out. It rejects with a `ClientError`, or with `signal.reason`.
 *
 * What lists answers a `Listing`: `await` it for one page, or go through all with `for await`.
 */
export interface ClsClient {
  readonly logsets: Logsets;
  readonly topics: Topics;
  readonly partitions: Partitions;
  readonly logs: Logs;
  readonly offsets: Offsets;
  readonly consumerGroups: ConsumerGroups;
  readonly checkpoints: Checkpoints;
  /** Ends calls in flight, as `aborted`, and closes the connections. Twice is harmless. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A client of Tencent Cloud CLS, for all logsets and topics of a region. Sends nothing before the first call; it keeps
 * connections, so make one and `close()` it at the end. Throws `invalid-argument` with one line that helps where an option is
 * wrong.
 */
export function createClsClient(options: ClsClientOptions): ClsClient {
  const { chosen, ...service } = checkClientOptions(options);
  const { connection, close } = openService(options, service);
  const shared = createClientCalls({ name: DOOR, options, classify, close });
  const calls: ClsCalls = { ...shared, connection, chosen };
  return {
    logsets: createLogsets(calls),
    topics: createTopics(calls),
    partitions: createPartitions(calls),
    logs: createLogs(calls),
    offsets: createOffsets(calls),
    consumerGroups: createConsumerGroups(calls),
    checkpoints: createCheckpoints(calls),
    close: shared.close,
    [Symbol.asyncDispose]: shared.close,
  };
}

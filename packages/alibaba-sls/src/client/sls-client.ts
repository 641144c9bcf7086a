import { createClientCalls } from '@polylog/driver-kit';
import { classify } from '../classify.js';
import { openService } from '../open-connection.js';
import { type Checkpoints, createCheckpoints } from './checkpoints.js';
import { checkClientOptions, DOOR, type SlsClientOptions } from './client-options.js';
import { type ConsumerGroups, createConsumerGroups } from './consumer-groups.js';
import { type Cursors, createCursors } from './cursors.js';
import { createIndexes, type Indexes } from './indexes.js';
import { createLogs, type Logs } from './logs.js';
import { createLogstores, type Logstores } from './logstores.js';
import { createLogtailConfigs, type LogtailConfigs } from './logtail-configs.js';
import { createMachineGroups, type MachineGroups } from './machine-groups.js';
import { createProjects, type Projects } from './projects.js';
import { createShards, type Shards } from './shards.js';
import { createShippers, type Shippers } from './shippers.js';
import type { SlsCalls } from './sls-calls.js';

/**
 * The service's calls, one method each, by noun. A method takes what it is about as one object, and as the last one
 * `{ signal, timeoutMs, retry }`, which may be left out. It rejects with a `ClientError`, or with `signal.reason`.
 *
 * What lists answers a `Listing`: `await` it for one page, or go through all with `for await`.
 */
export interface SlsClient {
  readonly projects: Projects;
  readonly logstores: Logstores;
  readonly shards: Shards;
  readonly logs: Logs;
  readonly cursors: Cursors;
  readonly indexes: Indexes;
  readonly logtailConfigs: LogtailConfigs;
  readonly machineGroups: MachineGroups;
  readonly consumerGroups: ConsumerGroups;
  readonly checkpoints: Checkpoints;
  readonly shippers: Shippers;
  /** Ends calls in flight, as `aborted`, and closes the connections. Twice is harmless. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A client of Alibaba Cloud SLS, for all projects and logstores of an endpoint. Sends nothing before the first call; it
 * keeps connections, so make one and `close()` it at the end. Throws `invalid-argument` with one line that helps where an
 * option is wrong.
 */
export function createSlsClient(options: SlsClientOptions): SlsClient {
  const { chosen, ...service } = checkClientOptions(options);
  const { connection, close } = openService(options, service);
  const shared = createClientCalls({ name: DOOR, options, classify, close });
  const calls: SlsCalls = { ...shared, connection, chosen };
  return {
    projects: createProjects(calls),
    logstores: createLogstores(calls),
    shards: createShards(calls),
    logs: createLogs(calls),
    cursors: createCursors(calls),
    indexes: createIndexes(calls),
    logtailConfigs: createLogtailConfigs(calls),
    machineGroups: createMachineGroups(calls),
    consumerGroups: createConsumerGroups(calls),
    checkpoints: createCheckpoints(calls),
    shippers: createShippers(calls),
    close: shared.close,
    [Symbol.asyncDispose]: shared.close,
  };
}

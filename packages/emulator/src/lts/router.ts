import type { RequestHead } from '../http/request.js';

/** Which of the two hosts of the service a route belongs to. */
export type Plane = 'access' | 'gateway';

/** Every call this face serves: by the name of the vendor's general SDK where it has one. */
export type LtsCall =
  | 'PullLogs'
  | 'PushLogs'
  | 'ListDetailsConsumerGroup'
  | 'ConsumerGroupHeartBeat'
  | 'UpdateCheckPoint'
  | 'ShowCursorByTime'
  | 'ShowCursorTime'
  | 'ShowLogStreamShards'
  | 'CreateConsumerGroup'
  | 'ListConsumerGroup'
  | 'DeleteConsumerGroup'
  | 'CreateLogGroup'
  | 'ListLogGroups'
  | 'UpdateLogGroup'
  | 'DeleteLogGroup'
  | 'CreateLogStream'
  | 'ListLogStream'
  | 'ListLogStreams'
  | 'UpdateLogStream'
  | 'DeleteLogStream';

/** What the path names, decoded; nothing of it is known to exist. */
export interface PathNames {
  readonly project?: string;
  readonly logGroup?: string;
  readonly logStream?: string;
  readonly shard?: string;
  readonly group?: string;
}

export interface Route extends PathNames {
  readonly plane: Plane;
  readonly call: LtsCall | 'unknown';
  /** Of a push: which of its four forms. */
  readonly form?: string;
}

const STREAM = '{project}/groups/{logGroup}/streams/{logStream}';

const routes: readonly (readonly [plane: Plane, method: string, path: string, call: LtsCall])[] = [
  ['access', 'GET', `/v2/${STREAM}/shards/{shard}`, 'PullLogs'],
  ['access', 'GET', `/v2/${STREAM}/shards/{shard}/cursor`, 'ShowCursorByTime'],
  ['access', 'GET', `/v2/${STREAM}/consumer-groups/{group}`, 'ListDetailsConsumerGroup'],
  ['access', 'POST', `/v2/${STREAM}/consumer-groups/{group}`, 'UpdateCheckPoint'],
  ['access', 'POST', `/v2/${STREAM}/consumer-groups/{group}/heartbeat`, 'ConsumerGroupHeartBeat'],

  ['access', 'POST', `/v2/internal/{project}/lts/groups/{logGroup}/streams/{logStream}/tenant/{form}`, 'PushLogs'],
  ['access', 'POST', `/v3/{project}/lts/groups/{logGroup}/streams/{logStream}/{form}`, 'PushLogs'],
  ['access', 'POST', `/v2/{project}/lts/groups/{logGroup}/streams/{logStream}/tenant/{form}`, 'PushLogs'],
  ['access', 'POST', `/v2/{project}/lts/groups/{logGroup}/streams/{logStream}/tenant/contents/{form}`, 'PushLogs'],

  ['gateway', 'POST', `/v1.0/${STREAM}/consumer-groups`, 'CreateConsumerGroup'],
  ['gateway', 'GET', `/v1.0/${STREAM}/consumer-groups`, 'ListConsumerGroup'],
  ['gateway', 'GET', `/v1.0/${STREAM}/consumer-groups/{group}`, 'ListDetailsConsumerGroup'],
  ['gateway', 'DELETE', `/v1.0/${STREAM}/consumer-groups/{group}`, 'DeleteConsumerGroup'],
  ['gateway', 'POST', `/v1.0/${STREAM}/consumer-groups/{group}/heartbeat`, 'ConsumerGroupHeartBeat'],
  ['gateway', 'POST', `/v1.0/${STREAM}/consumer-groups/{group}`, 'UpdateCheckPoint'],
  ['gateway', 'GET', `/v1.0/${STREAM}/shards/{shard}/cursor`, 'ShowCursorByTime'],
  ['gateway', 'GET', `/v1.0/${STREAM}/shards/{shard}/time`, 'ShowCursorTime'],
  ['gateway', 'GET', `/v1.0/${STREAM}/shards`, 'ShowLogStreamShards'],

  ['gateway', 'POST', '/v2/{project}/groups', 'CreateLogGroup'],
  ['gateway', 'GET', '/v2/{project}/groups', 'ListLogGroups'],
  ['gateway', 'POST', '/v2/{project}/groups/{logGroup}', 'UpdateLogGroup'],
  ['gateway', 'DELETE', '/v2/{project}/groups/{logGroup}', 'DeleteLogGroup'],
  ['gateway', 'POST', '/v2/{project}/groups/{logGroup}/streams', 'CreateLogStream'],
  ['gateway', 'GET', '/v2/{project}/groups/{logGroup}/streams', 'ListLogStream'],
  ['gateway', 'PUT', '/v2/{project}/groups/{logGroup}/streams-ttl/{logStream}', 'UpdateLogStream'],
  ['gateway', 'DELETE', `/v2/${STREAM}`, 'DeleteLogStream'],
  ['gateway', 'GET', '/v2/{project}/log-streams', 'ListLogStreams'],
];

const patterns = routes.map(([plane, method, path, call]) => ({ plane, method, call, steps: path.split('/') }));
const forms = ['batch-contents', 'contents', 'high-accuracy', 'logs'];

/** Whether a request is for this service: no other one's paths begin with a version. */
export function isLtsPath(path: string): boolean {
  return /^\/v(?:1\.0|2|3)\//.test(path);
}

export function routeOf({ method, path }: Pick<RequestHead, 'method' | 'path'>): Route {
  const steps = path.split('/').map(decodeStep);
  for (const pattern of patterns) {
    if (pattern.method !== method || pattern.steps.length !== steps.length) continue;
    const names = namesIn(pattern.steps, steps);
    if (names) return { plane: pattern.plane, call: pattern.call, ...names };
  }
  return { plane: steps[1] === 'v1.0' ? 'gateway' : 'access', call: 'unknown' };
}

/** Undefined where the steps are not those of the pattern. */
function namesIn(pattern: readonly string[], steps: readonly string[]): Omit<Route, 'plane' | 'call'> | undefined {
  const names: Record<string, string> = {};
  for (const [at, step] of pattern.entries()) {
    const found = steps[at] as string;
    if (!step.startsWith('{')) {
      if (found !== step) return undefined;
    } else if (found === '' || (step === '{form}' && !forms.includes(found))) return undefined;
    else names[step.slice(1, -1)] = found;
  }
  return names;
}

/** A `+` in a path is a plus. */
function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

import { decodeComponent, type RawRequest } from '../http/request.js';

/** Every call this face serves, by the vendor's name. */
export type SlsCall =
  | 'CreateProject'
  | 'UpdateProject'
  | 'GetProject'
  | 'DeleteProject'
  | 'ListProject'
  | 'CreateLogstore'
  | 'UpdateLogstore'
  | 'GetLogstore'
  | 'DeleteLogstore'
  | 'ListLogstores'
  | 'PutLogs'
  | 'PullLogs'
  | 'GetCursor'
  | 'GetCursorTime'
  | 'ListShards'
  | 'SplitShard'
  | 'MergeShard'
  | 'DeleteShard'
  | 'CreateConsumerGroup'
  | 'UpdateConsumerGroup'
  | 'ListConsumerGroup'
  | 'DeleteConsumerGroup'
  | 'HeartBeat'
  | 'GetCheckPoint'
  | 'UpdateCheckPoint';

export interface Route {
  readonly call: SlsCall | 'unknown';
  readonly logstore?: string;
  /** As it stands in the path; not yet known to exist. */
  readonly shard?: string;
  readonly group?: string;
  /** How a put finds its shard. */
  readonly put?: 'balanced' | 'by-key';
}

/** The first value of a parameter; undefined where it is not there. */
export function parameter(request: RawRequest, name: string): string | undefined {
  return request.query.find(([candidate]) => candidate === name)?.[1];
}

/** What a request asks for, by method, path and the `type` and `action` parameters (SLS API reference). */
export function routeOf(request: RawRequest, accountScope: boolean): Route {
  const { method } = request;
  const [area, logstore, part, name, ...rest] = request.path
    .split('/')
    .filter((step) => step !== '')
    .map(decodeComponent);
  if (rest.length > 0) return { call: 'unknown' };
  if (area === undefined) return { call: rootCall(method, accountScope) };
  if (area !== 'logstores') return { call: 'unknown' };
  if (logstore === undefined) {
    return { call: method === 'GET' ? 'ListLogstores' : method === 'POST' ? 'CreateLogstore' : 'unknown' };
  }
  if (part === undefined) return { logstore, ...logstoreRoute(method, parameter(request, 'type')) };
  if (part === 'shards') return { logstore, ...shardRoute(request, name) };
  if (part === 'consumergroups') return { logstore, ...groupRoute(request, name) };
  return { call: 'unknown', logstore };
}

function rootCall(method: string, accountScope: boolean): Route['call'] {
  switch (method) {
    case 'GET':
      return accountScope ? 'ListProject' : 'GetProject';
    case 'POST':
      return 'CreateProject';
    case 'PUT':
      return 'UpdateProject';
    case 'DELETE':
      return 'DeleteProject';
    default:
      return 'unknown';
  }
}

function logstoreRoute(method: string, type: string | undefined): Route {
  switch (method) {
    case 'POST':
      return { call: 'PutLogs', put: 'balanced' };
    case 'PUT':
      return { call: 'UpdateLogstore' };
    case 'DELETE':
      return { call: 'DeleteLogstore' };
    case 'GET':
      // With a type it is a query (GetLogs, GetHistograms), which this face does not serve.
      return { call: type === undefined ? 'GetLogstore' : 'unknown' };
    default:
      return { call: 'unknown' };
  }
}

function shardRoute(request: RawRequest, shard: string | undefined): Route {
  const { method } = request;
  if (shard === undefined) return { call: method === 'GET' ? 'ListShards' : 'unknown' };
  if (method === 'POST' && shard === 'lb') return { call: 'PutLogs', put: 'balanced' };
  if (method === 'POST' && shard === 'route') return { call: 'PutLogs', put: 'by-key' };
  if (method === 'DELETE') return { call: 'DeleteShard', shard };
  if (method === 'POST') {
    const action = parameter(request, 'action');
    return { call: action === 'split' ? 'SplitShard' : action === 'merge' ? 'MergeShard' : 'unknown', shard };
  }
  if (method !== 'GET' && method !== 'HEAD') return { call: 'unknown', shard };
  switch (parameter(request, 'type')) {
    case 'log':
    case 'logs':
      return { call: 'PullLogs', shard };
    case 'cursor':
      return { call: 'GetCursor', shard };
    case 'cursor_time':
      return { call: 'GetCursorTime', shard };
    default:
      return { call: 'unknown', shard };
  }
}

function groupRoute(request: RawRequest, group: string | undefined): Route {
  const { method } = request;
  if (group === undefined) {
    return { call: method === 'GET' ? 'ListConsumerGroup' : method === 'POST' ? 'CreateConsumerGroup' : 'unknown' };
  }
  switch (method) {
    case 'GET':
      return { call: 'GetCheckPoint', group };
    case 'PUT':
      return { call: 'UpdateConsumerGroup', group };
    case 'DELETE':
      return { call: 'DeleteConsumerGroup', group };
    case 'POST': {
      const type = parameter(request, 'type');
      return {
        call: type === 'heartbeat' ? 'HeartBeat' : type === 'checkpoint' ? 'UpdateCheckPoint' : 'unknown',
        group,
      };
    }
    default:
      return { call: 'unknown', group };
  }
}

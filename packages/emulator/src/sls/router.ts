import { decodeComponent, type RawRequest } from '../http/request.js';
import { type LogtailCall, logtailRoute } from './logtail-routes.js';

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
  | 'UpdateCheckPoint'
  | 'GetLogs'
  | 'GetLogsV3'
  | 'GetHistograms'
  | 'ListTopics'
  | 'CreateIndex'
  | 'UpdateIndex'
  | 'GetIndex'
  | 'DeleteIndex'
  | 'CreateShipper'
  | 'UpdateShipper'
  | 'GetShipper'
  | 'DeleteShipper'
  | 'ListShipper'
  | 'GetShipperTasks'
  | 'RetryShipperTasks'
  | LogtailCall;

export interface Route {
  readonly call: SlsCall | 'unknown';
  readonly logstore?: string;
  /** As it stands in the path; not yet known to exist. */
  readonly shard?: string;
  readonly group?: string;
  readonly shipper?: string;
  /** A Logtail configuration. */
  readonly config?: string;
  readonly machineGroup?: string;
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
  if (area === 'logstores' && part === 'shipper') {
    return { logstore: logstore ?? '', ...shipperRoute(method, name, rest) };
  }
  if (rest.length > 0) return { call: 'unknown' };
  if (area === 'configs' || area === 'machinegroups') return logtailRoute(method, area, [logstore, part, name]);
  if (area === undefined) return { call: rootCall(method, accountScope) };
  if (area !== 'logstores') return { call: 'unknown' };
  if (logstore === undefined) {
    return { call: method === 'GET' ? 'ListLogstores' : method === 'POST' ? 'CreateLogstore' : 'unknown' };
  }
  if (part === undefined) return { logstore, ...logstoreRoute(method, parameter(request, 'type')) };
  if (part === 'shards') return { logstore, ...shardRoute(request, name) };
  if (part === 'consumergroups') return { logstore, ...groupRoute(request, name) };
  if (part === 'logs' && name === undefined) return { call: method === 'POST' ? 'GetLogsV3' : 'unknown', logstore };
  if (part === 'index' && name === undefined) return { logstore, ...indexRoute(request) };
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
      return { call: type === undefined ? 'GetLogstore' : (queries[type] ?? 'unknown') };
    default:
      return { call: 'unknown' };
  }
}

/** What a GET of a logstore asks for, by its `type`. */
const queries: Readonly<Record<string, SlsCall>> = {
  log: 'GetLogs',
  histogram: 'GetHistograms',
  topic: 'ListTopics',
};

function indexRoute(request: RawRequest): Route {
  switch (request.method) {
    case 'POST':
      return { call: 'CreateIndex' };
    case 'PUT':
      return { call: 'UpdateIndex' };
    case 'DELETE':
      return { call: 'DeleteIndex' };
    case 'GET':
      // Java asks for histograms here.
      return { call: parameter(request, 'type') === 'histogram' ? 'GetHistograms' : 'GetIndex' };
    default:
      return { call: 'unknown' };
  }
}

function shipperRoute(method: string, shipper: string | undefined, [part, ...rest]: readonly string[]): Route {
  if (rest.length > 0) return { call: 'unknown' };
  if (shipper === undefined) {
    return { call: method === 'GET' ? 'ListShipper' : method === 'POST' ? 'CreateShipper' : 'unknown' };
  }
  if (part === 'tasks') {
    return { call: method === 'GET' ? 'GetShipperTasks' : method === 'PUT' ? 'RetryShipperTasks' : 'unknown', shipper };
  }
  if (part !== undefined) return { call: 'unknown', shipper };
  switch (method) {
    case 'GET':
      return { call: 'GetShipper', shipper };
    case 'PUT':
      return { call: 'UpdateShipper', shipper };
    case 'DELETE':
      return { call: 'DeleteShipper', shipper };
    default:
      return { call: 'unknown', shipper };
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

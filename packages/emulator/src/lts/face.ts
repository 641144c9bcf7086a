import type { Balancer, Random } from '@polylog/core/driver';
import type { ServiceClock } from '../clock.js';
import type { Answer, CallInfo, Face } from '../http/face.js';
import type { RawRequest } from '../http/request.js';
import { randomUuid } from '../random.js';
import type { Account } from './account.js';
import { errorAnswer } from './answer.js';
import { authenticate, type Gate } from './auth.js';
import { type CallContext, parameter } from './call.js';
import {
  consumerGroupHeartBeat,
  createConsumerGroup,
  deleteConsumerGroup,
  listConsumerGroup,
  listDetailsConsumerGroup,
  updateCheckPoint,
} from './calls/consumer-groups.js';
import { showCursorByTime, showCursorTime, showLogStreamShards } from './calls/cursors.js';
import {
  createLogGroup,
  createLogStreamCall,
  deleteLogGroup,
  deleteLogStream,
  listLogGroups,
  listLogStream,
  listLogStreams,
  updateLogGroup,
  updateLogStream,
} from './calls/log-groups.js';
import { pullLogs } from './calls/pull-logs.js';
import { pushLogs } from './calls/push-logs.js';
import { LtsError } from './error.js';
import type { LtsQuotas } from './quotas.js';
import { isLtsPath, type LtsCall, type Plane, type Route, routeOf } from './router.js';
import type { LtsSwitches } from './switches.js';

export interface LtsFaceOptions {
  readonly account: Account;
  /** Absent: every request is let in, signed or not. */
  readonly gate?: Gate;
  /** The only one there is; absent: whatever a path names is taken for it. */
  readonly projectId: string | undefined;
  readonly switches: LtsSwitches;
  readonly balancer: Balancer;
  readonly quotas: LtsQuotas;
  readonly clock: ServiceClock;
  readonly random: Random;
}

/** Who serves each call. */
export const handlers: { readonly [call in LtsCall]: (context: CallContext) => Answer } = {
  PullLogs: pullLogs,
  PushLogs: pushLogs,
  ListDetailsConsumerGroup: listDetailsConsumerGroup,
  ConsumerGroupHeartBeat: consumerGroupHeartBeat,
  UpdateCheckPoint: updateCheckPoint,
  ShowCursorByTime: showCursorByTime,
  ShowCursorTime: showCursorTime,
  ShowLogStreamShards: showLogStreamShards,
  CreateConsumerGroup: createConsumerGroup,
  ListConsumerGroup: listConsumerGroup,
  DeleteConsumerGroup: deleteConsumerGroup,
  CreateLogGroup: createLogGroup,
  ListLogGroups: listLogGroups,
  UpdateLogGroup: updateLogGroup,
  DeleteLogGroup: deleteLogGroup,
  CreateLogStream: createLogStreamCall,
  ListLogStream: listLogStream,
  ListLogStreams: listLogStreams,
  UpdateLogStream: updateLogStream,
  DeleteLogStream: deleteLogStream,
};

/** How long a throttled client is told to wait, unless a fault says so. */
const RETRY_AFTER_SECONDS = '1';

/** LTS over HTTP: access node and gateway on one listener, told apart by their paths. */
export function createLtsFace(options: LtsFaceOptions): Face {
  const { account, gate, projectId, switches, balancer, quotas, clock, random } = options;

  /** Clients take the id of a failed request from here. */
  function complete(answer: Answer, requestId: string): Answer {
    return { ...answer, headers: { Server: 'polylog-emulator', 'X-Request-Id': requestId, ...answer.headers } };
  }
  function failure(plane: Plane, error: Pick<LtsError, 'status' | 'code' | 'message'>): Answer {
    const requestId = randomUuid(random);
    return complete(errorAnswer(plane, error, requestId), requestId);
  }

  function serve(request: RawRequest, route: Route): Answer {
    const nowMs = clock.now();
    if (gate) authenticate(request, route.plane, gate, nowMs);
    const { call, project } = route;
    if (call === 'unknown') {
      throw new LtsError(404, 'APIGW.0101', `the emulator does not serve ${request.method} ${request.path}`);
    }
    if (projectId !== undefined && project !== projectId) {
      throw call === 'PushLogs'
        ? new LtsError(401, 'SVCSTG.ALS.403.105', `project ${project} is not the key's`)
        : new LtsError(400, 'LTS.0001', `project ${project} is not the key's`);
    }
    return handlers[call]({ request, route, account, switches, balancer, quotas, nowMs });
  }

  return {
    takes: ({ path }) => isLtsPath(path),
    // Nothing tells the size of a body before compression.
    withRawSize: (answer) => answer,
    throttle({ message }, { plane }) {
      const error = { status: 429, code: switches.throttledCode, message };
      const answer = failure(planeOf(plane), error);
      return { ...answer, headers: { ...answer.headers, 'retry-after': RETRY_AFTER_SECONDS } };
    },
    refuse: ({ status = 500, code = 'LTS.0010', message }, { plane }) =>
      failure(planeOf(plane), { status, code, message }),
    identify: infoOf,
    answer(request) {
      const route = routeOf(request);
      try {
        return complete(serve(request, route), randomUuid(random));
      } catch (error) {
        const isKnown = error instanceof LtsError;
        return failure(
          route.plane,
          isKnown ? error : new LtsError(500, 'LTS.0010', `a fault of the emulator: ${(error as Error).stack}`),
        );
      }
    },
  };
}

const planeOf = (plane: CallInfo['plane']): Plane => (plane === 'gateway' ? 'gateway' : 'access');

/** What fault rules match on. */
function infoOf(request: RawRequest): CallInfo {
  const { call, plane, project, logGroup, logStream, shard, group } = routeOf(request);
  const consumer = group === undefined ? undefined : parameter(request, 'consumer_name');
  const found = { project, logGroup, logStream, shard, group, consumer };
  const present = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  return { call, plane, ...present };
}

import type { Balancer, Random } from '@polylog/core/driver';
import type { ServiceClock } from '../clock.js';
import { wholeBody } from '../http/body.js';
import type { Answer, CallInfo, Face } from '../http/face.js';
import type { RawRequest } from '../http/request.js';
import { randomUuid } from '../random.js';
import type { Account } from './account.js';
import { errorAnswer, responseAnswer } from './answer.js';
import { authenticateApi, authenticateData, type Keys } from './auth.js';
import type { CallContext } from './call.js';
import { pullLog } from './data/pull.js';
import { upload } from './data/upload.js';
import { ClsError, missingParameter } from './error.js';
import { type Fields, fieldsOf } from './json.js';
import type { Quotas } from './quotas.js';
import { actions, type Route, routeOf } from './router.js';
import { withLength } from './snappy.js';
import type { ClsSwitches } from './switches.js';
import type { Topic } from './topic.js';

export interface ClsFaceOptions {
  readonly account: Account;
  /** Absent: every request is let in, signed or not. */
  readonly keys?: Keys;
  readonly quotas: Quotas;
  readonly switches: ClsSwitches;
  readonly balancer: Balancer;
  readonly clock: ServiceClock;
  readonly random: Random;
}

const VERSION = '2020-10-16';
const NOTHING = new Uint8Array(0);
/** Calls that say nothing of a plane are answered as the data plane would. */
const NOWHERE: Route = { plane: 'data', call: 'unknown' };

/** CLS over HTTP: both planes on one listener. */
export function createClsFace(options: ClsFaceOptions): Face {
  const { account, keys, quotas, switches, balancer, clock, random } = options;

  /** Spelled as two vendor SDKs look for it, letter for letter. */
  function complete(answer: Answer, requestId: string): Answer {
    return { ...answer, headers: { Server: 'polylog-emulator', 'X-Cls-Requestid': requestId, ...answer.headers } };
  }

  function serveApi(context: CallContext, call: string): Answer {
    const { request, requestId, nowMs } = context;
    const { headers } = request;
    if (keys) authenticateApi(request, keys, nowMs, switches.tokenHeader);
    if (call === '') throw missingParameter('X-TC-Action');
    if (headers['x-tc-version'] !== VERSION) {
      throw new ClsError(400, 'NoSuchVersion', `X-TC-Version must be ${VERSION}`);
    }
    if (!headers['x-tc-region']) throw missingParameter('X-TC-Region');
    quotas.takeCall(call, nowMs);
    if (call === 'UploadLog') {
      upload(context, topicNamed(headers['x-cls-topicid'], 'X-CLS-TopicId'));
      return responseAnswer({}, requestId);
    }
    const action = actions.get(call);
    if (!action) throw new ClsError(400, 'InvalidAction', `the emulator does not serve ${call}`);
    return responseAnswer(action(context, fieldsOf(request)), requestId);
  }

  function serveData(context: CallContext, call: string): Answer {
    const { request, nowMs } = context;
    if (call === 'unknown' || request.method !== 'POST') {
      throw new ClsError(405, 'NotSupported', `the emulator does not serve ${request.method} ${request.path}`);
    }
    const topic = parameter(request, 'topic_id');
    if (!isAnonymousUpload(request, call, topic) && keys) authenticateData(request, keys, nowMs);
    if (call === 'PullLog') return pullLog(context, topicNamed(topic, 'topic_id'));
    upload(context, topicNamed(topic, 'topic_id'));
    return { status: 200, headers: {}, body: NOTHING };
  }

  /** Uploads without keys, which one SDK calls weak: the topic has to allow them. */
  function isAnonymousUpload({ headers }: RawRequest, call: string, topicId: string | undefined): boolean {
    if (headers.authorization !== undefined || headers['x-cls-auth-mode'] !== 'weak') return false;
    if (call === 'UploadLog' && account.topics.get(topicId ?? '')?.allowAnonymous) return true;
    throw new ClsError(401, 'AuthFailure.UnauthorizedOperation', 'the topic does not allow anonymous access');
  }

  function topicNamed(id: string | undefined, where: string): Topic {
    if (!id) throw missingParameter(where);
    return account.topic(id);
  }

  return {
    takes: (head) => routeOf(head) !== undefined,
    withRawSize: (answer, bytes) => ({ ...answer, body: withLength(wholeBody(answer.body), bytes) }),
    throttle({ message }, { plane }) {
      const requestId = randomUuid(random);
      const error = new ClsError(429, 'SpeedQuotaExceed', message, 'RequestLimitExceeded');
      return complete(errorAnswer(planeOf(plane), error, requestId), requestId);
    },
    refuse({ status = 500, code = status === 413 ? 'ContentIsTooLarge' : 'InternalError', message }, { plane }) {
      const requestId = randomUuid(random);
      const error = { status, code, apiCode: code, message };
      return complete(errorAnswer(planeOf(plane), error, requestId, status), requestId);
    },
    identify: (request) => infoOf(request, routeOf(request) ?? NOWHERE),
    answer(request) {
      const { plane, call } = routeOf(request) ?? NOWHERE;
      const requestId = randomUuid(random);
      const context = { request, account, switches, balancer, quotas, nowMs: clock.now(), requestId };
      try {
        return complete(plane === 'api' ? serveApi(context, call) : serveData(context, call), requestId);
      } catch (error) {
        const known =
          error instanceof ClsError
            ? error
            : new ClsError(500, 'InternalError', `a fault of the emulator: ${(error as Error).stack}`);
        return complete(errorAnswer(plane, known, requestId), requestId);
      }
    },
  };
}

const planeOf = (plane: CallInfo['plane']): Route['plane'] => (plane === 'api' ? 'api' : 'data');

function parameter(request: RawRequest, name: string): string | undefined {
  return request.query.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

/** What fault rules match on, as far as the request tells it. */
function infoOf(request: RawRequest, { plane, call }: Route): CallInfo {
  const fields = call === 'UploadLog' ? {} : readable(request);
  const text = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));
  const found = {
    logset: text(fields.LogsetId),
    topic: plane === 'data' ? parameter(request, 'topic_id') : text(fields.TopicId ?? request.headers['x-cls-topicid']),
    partition: text(fields.PartitionId),
    group: text(fields.ConsumerGroup),
    consumer: text(fields.Consumer),
  };
  const present = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  return { call, plane, ...present };
}

function readable(request: RawRequest): Fields {
  try {
    return fieldsOf(request);
  } catch {
    return {};
  }
}

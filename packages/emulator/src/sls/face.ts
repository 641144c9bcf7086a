import type { Balancer, Random } from '@polylog/core/driver';
import type { AccessKey } from '../auth/access-key.js';
import type { ServiceClock } from '../clock.js';
import type { Answer, CallInfo, Face } from '../http/face.js';
import type { RawRequest } from '../http/request.js';
import { randomHex } from '../random.js';
import type { Account } from './account.js';
import { errorAnswer } from './answer.js';
import { authenticate } from './auth.js';
import { SlsError } from './error.js';
import { handlers } from './handlers.js';
import { scopeOfHost } from './host.js';
import { parameter, routeOf } from './router.js';
import type { SlsSwitches } from './switches.js';

export interface SlsFaceOptions {
  readonly account: Account;
  /** Absent: every request is let in, signed or not. */
  readonly keys?: ReadonlyMap<string, AccessKey>;
  readonly baseDomains: readonly string[];
  readonly switches: SlsSwitches;
  readonly balancer: Balancer;
  readonly clock: ServiceClock;
  readonly random: Random;
}

/** SLS over HTTP: host and signature, then the call, then what every answer has. */
export function createSlsFace(options: SlsFaceOptions): Face {
  const { account, keys, baseDomains, switches, balancer, clock, random } = options;

  /** Header names in lower case throughout: one vendor SDK looks for lower case or Title-Case and nothing between. */
  function complete(answer: Answer): Answer {
    const { emptyBodyContentType } = switches;
    const isEmpty = answer.body.length === 0 && answer.headers['content-length'] === undefined;
    return {
      ...answer,
      headers: {
        server: 'polylog-emulator',
        'access-control-allow-origin': '*',
        'x-log-requestid': randomHex(random, 24),
        ...(isEmpty ? withoutType(answer.headers, emptyBodyContentType) : answer.headers),
      },
    };
  }

  function serve(request: RawRequest): Answer {
    const { authority } = request;
    if (authority === '') throw new SlsError(400, 'MissingHost', 'host does not exist in header');
    const scope = scopeOfHost(authority, baseDomains);
    if (scope.kind === 'unknown') throw new SlsError(400, 'InvalidHost', `invalid host: ${authority}`);
    const nowMs = clock.now();
    if (keys) authenticate(request, keys, nowMs);
    const projectName = scope.kind === 'project' ? scope.project : undefined;
    const route = routeOf(request, projectName === undefined);
    if (route.call === 'unknown') {
      throw new SlsError(405, 'InvalidMethod', `the emulator does not serve ${request.method} ${request.path}`);
    }
    return handlers[route.call]({ request, route, account, projectName, switches, balancer, nowMs });
  }

  return {
    // The one that takes what is nobody else's: its paths are anything.
    takes: () => true,
    withRawSize: (answer, bytes) => ({
      ...answer,
      headers: { ...answer.headers, 'x-log-bodyrawsize': String(bytes) },
    }),
    throttle: ({ status = 403, message }, { call }) =>
      complete(errorAnswer(status, call === 'PutLogs' ? 'WriteQuotaExceed' : 'ReadQuotaExceed', message)),
    refuse: ({ status = 500, code = standardCode(status), message }) => complete(errorAnswer(status, code, message)),
    identify(request) {
      const scope = scopeOfHost(request.authority, baseDomains);
      const route = routeOf(request, scope.kind === 'account');
      const shard = route.shard ?? (route.call === 'UpdateCheckPoint' ? shardInBody(request) : undefined);
      const consumer = route.group === undefined ? undefined : parameter(request, 'consumer');
      const info: { -readonly [field in keyof CallInfo]: CallInfo[field] } = { call: route.call };
      if (scope.kind === 'project') info.project = scope.project;
      if (route.logstore !== undefined) info.logstore = route.logstore;
      if (route.group !== undefined) info.group = route.group;
      if (shard !== undefined) info.shard = shard;
      if (consumer !== undefined) info.consumer = consumer;
      return info;
    },
    answer(request) {
      try {
        return complete(serve(request));
      } catch (error) {
        const { status, code, message } =
          error instanceof SlsError
            ? error
            : new SlsError(500, 'InternalServerError', `a fault of the emulator: ${(error as Error).stack}`);
        return complete(errorAnswer(status, code, message));
      }
    },
  };
}

const standardCode = (status: number): string => (status === 413 ? 'PostBodyTooLarge' : 'InternalServerError');

/** No JSON type on an empty body, which one vendor SDK would try to parse. */
function withoutType(headers: Answer['headers'], type: string): Answer['headers'] {
  const { 'content-type': own, ...others } = headers;
  // A pull without groups keeps its own type.
  if (own === 'application/x-protobuf') return headers;
  return type === '' ? others : { ...others, 'content-type': type };
}

function shardInBody(request: RawRequest): string | undefined {
  try {
    return String((JSON.parse(request.body.toString('utf8')) as { shard?: unknown } | null)?.shard);
  } catch {
    return undefined;
  }
}

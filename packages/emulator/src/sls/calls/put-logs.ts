import { encodeLogGroup, frameLogGroup } from '@polylog/driver-kit';
import type { Answer } from '../../http/face.js';
import { fields, NotALogGroup, type ScannedLog, scanLogGroup, slsGroup } from '../../store/log-group-scan.js';
import { emptyAnswer } from '../answer.js';
import { type CallContext, jsonBody, logstoreOf } from '../call.js';
import { decompressPut } from '../compression.js';
import { SlsError } from '../error.js';
import type { Logstore } from '../logstore.js';
import { routeKey } from '../route-key.js';
import { parameter } from '../router.js';
import type { StoredGroup } from '../segment.js';

const OLDEST_LOG_SECONDS = 7 * 86_400;
const NEWEST_LOG_SECONDS = 15 * 60;
const COMPRESS_TYPES = ['', 'deflate', 'lz4', 'zstd'];

/** All or nothing: every group is checked before the first is stored. */
export function putLogs(context: CallContext): Answer {
  const logstore = logstoreOf(context);
  const { headers } = context.request;
  const key = context.route.put === 'by-key' ? (parameter(context.request, 'key') ?? '') : headers['x-log-hashkey'];
  const where = key === undefined ? undefined : { key: routeKey(key, context.switches.shortHashKey) };
  const groups = groupsOf(context).map((group) => checkedGroup(context, logstore, group, clientIp(headers)));
  for (const group of groups) logstore.put(group, where);
  return emptyAnswer;
}

function groupsOf(context: CallContext): readonly Buffer[] {
  const { headers } = context.request;
  const type = headers['content-type'];
  if (type === undefined) throw new SlsError(400, 'MissingContentType', 'content-type does not exist in header');
  if (headers['x-log-mode'] === 'batch_group') return packages(context);
  if (type.startsWith('application/json')) return [jsonGroup(context)];
  if (type.startsWith('application/x-protobuf')) return [rawBody(context)];
  throw new SlsError(415, 'InvalidContentType', `content-type ${type} is not supported`);
}

/** The body before compression. Without compression `x-log-bodyrawsize` is not looked at: SDKs send 0 there. */
function rawBody(context: CallContext): Buffer {
  const { request, switches } = context;
  const compressType = request.headers['x-log-compresstype'];
  let size = request.body.length;
  if (compressType) {
    const text = request.headers['x-log-bodyrawsize'];
    if (text === undefined) throw new SlsError(400, 'MissingBodyRawSize', 'x-log-bodyrawsize does not exist in header');
    if (!/^\d{1,15}$/.test(text)) throw new SlsError(400, 'InvalidBodyRawSize', `invalid x-log-bodyrawsize: ${text}`);
    size = Number(text);
  }
  if (size > switches.putMaxBytes) {
    throw tooLarge(context, `body size ${size} must be less than or equal to ${switches.putMaxBytes}`);
  }
  return compressType ? decompressPut(request.body, compressType, size) : request.body;
}

/** SlsLogPackageList, one vendor SDK's batch form: several groups, each compressed on its own. */
function packages(context: CallContext): readonly Buffer[] {
  return parsing(() => {
    const groups: Buffer[] = [];
    for (const item of fields(rawBody(context))) {
      if (item.number !== 1) continue;
      let data: Buffer | undefined;
      let size = 0;
      let type = 0;
      for (const field of fields(item.bytes)) {
        if (field.number === 1) data = field.bytes;
        else if (field.number === 2) size = field.value;
        else if (field.number === 3) type = field.value;
      }
      if (!data) throw new NotALogGroup('a package without data');
      if (size > context.switches.putMaxBytes) throw tooLarge(context, `package size ${size}`);
      const name = COMPRESS_TYPES[type];
      groups.push(name === '' ? data : decompressPut(data, name ?? String(type), size));
    }
    return groups;
  });
}

function jsonGroup(context: CallContext): Buffer {
  const raw = rawBody(context);
  const body = jsonBody({ ...context, request: { ...context.request, body: raw } }, 'PostBodyInvalid') as {
    readonly __topic__?: string;
    readonly __source__?: string;
    readonly __logs__?: readonly Readonly<Record<string, string>>[];
    readonly __tags__?: Readonly<Record<string, string>>;
  } | null;
  if (!Array.isArray(body?.__logs__)) throw new SlsError(400, 'PostBodyInvalid', '__logs__ is not an array');
  const pairs = (of: object): (readonly [string, string])[] =>
    Object.entries(of).map(([name, value]) => [name, String(value)] as const);
  return encodeLogGroup({
    ...(body.__topic__ === undefined ? {} : { topic: String(body.__topic__) }),
    ...(body.__source__ === undefined ? {} : { source: String(body.__source__) }),
    tags: pairs(body.__tags__ ?? {}),
    logs: body.__logs__.map((log) => {
      const { __time__ = Math.floor(context.nowMs / 1000), ...contents } = (log ?? {}) as Record<string, unknown>;
      return { timeSeconds: Number(__time__) >>> 0, contents: pairs(contents) };
    }),
  });
}

function checkedGroup(context: CallContext, logstore: Logstore, group: Buffer, clientAddress: string): StoredGroup {
  const logs = parsing(() => scanLogGroup(group, slsGroup));
  const { putMaxLogs } = context.switches;
  if (logs.length > putMaxLogs) throw tooLarge(context, `${logs.length} logs; allowed are ${putMaxLogs}`);
  checkTimes(logs, Math.floor(context.nowMs / 1000));
  return storedGroup(logstore, group, logs.length, context.nowMs, clientAddress);
}

/** As it is kept: framed, and with the service's own tags where the logstore asks for them. */
export function storedGroup(
  logstore: Logstore,
  group: Buffer,
  lines: number,
  nowMs: number,
  clientAddress: string,
): StoredGroup {
  const kept = logstore.body.appendMeta
    ? Buffer.concat([
        group,
        encodeLogGroup({
          logs: [],
          tags: [
            ['__client_ip__', clientAddress],
            ['__receive_time__', String(Math.floor(nowMs / 1000))],
          ],
        }),
      ])
    : group;
  return { framed: frameLogGroup(kept), lines, receivedAtMs: nowMs };
}

function checkTimes(logs: readonly ScannedLog[], nowSeconds: number): void {
  for (const { time } of logs) {
    if (time < nowSeconds - OLDEST_LOG_SECONDS || time > nowSeconds + NEWEST_LOG_SECONDS) {
      throw new SlsError(
        400,
        'PostBodyInvalid',
        `log time ${time} is not within 7 days before and 15 minutes after now`,
      );
    }
  }
}

function parsing<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof NotALogGroup)) throw error;
    throw new SlsError(400, 'PostBodyInvalid', `protobuf content cannot be parsed: ${error.message}`);
  }
}

function tooLarge(context: CallContext, message: string): SlsError {
  return new SlsError(context.switches.putTooLargeStatus, 'PostBodyTooLarge', message);
}

function clientIp(headers: Readonly<Record<string, string>>): string {
  return headers['x-log-ip'] ?? '127.0.0.1';
}

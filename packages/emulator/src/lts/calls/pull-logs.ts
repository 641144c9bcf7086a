import { gzipSync } from 'node:zlib';
import { wholeBody } from '../../http/body.js';
import type { Answer } from '../../http/face.js';
import { jsonHeaders } from '../answer.js';
import { type CallContext, cursorIn, logStreamOf, parameter } from '../call.js';
import { wrongParameter } from '../error.js';
import type { LtsShard } from '../shard.js';

const MAX_LIMIT = 1000;
const TAIL = Buffer.from(']}');

/** Never waits for data: with nothing to give it says so at once. */
export function pullLogs(context: CallContext): Answer {
  const { request, switches } = context;
  const shard = logStreamOf(context).shard(context.route.shard ?? '', context.nowMs);
  const from = startOf(context, shard);
  const { parts, count, next } = shard.pull({
    from,
    end: endOf(context),
    limit: limitOf(context),
    maxBytes: switches.pullMaxBytes,
  });
  const head = Buffer.from(`{"count":${count},${nextField(context, next ?? from, count)}"logs":[`);
  const body = [head, ...parts, TAIL];
  const headers = switches.bodySize === 'told' ? jsonHeaders : { ...jsonHeaders, 'transfer-encoding': 'chunked' };
  const wantsGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (switches.gzip === 'never' || !wantsGzip) return { status: 200, headers, body };
  return {
    status: 200,
    headers: { ...headers, 'content-encoding': 'gzip' },
    body: gzipSync(wholeBody(body), { level: 1 }),
  };
}

function startOf({ request, switches }: CallContext, shard: LtsShard): bigint {
  const text = parameter(request, 'start') ?? '';
  if (text !== '') return cursorIn(text, 'start');
  if (switches.emptyStart === 'refused') throw wrongParameter('start is empty');
  return switches.emptyStart === 'begin' ? shard.beginCursor : shard.endCursor;
}

function endOf({ request, switches }: CallContext): bigint | undefined {
  const text = parameter(request, 'end') ?? '';
  if (text === '') return undefined;
  const end = cursorIn(text, 'end');
  return switches.endCursor === 'inclusive' ? end + 1n : end;
}

function limitOf({ request, switches: { limit: rule, leastLimit } }: CallContext): number {
  const text = parameter(request, 'limit') ?? '';
  if (text === '') return MAX_LIMIT;
  if (!/^-?\d{1,15}$/.test(text)) throw wrongParameter(`limit is "${text}"; allowed is a whole number`);
  const limit = Number(text);
  const clamped = Math.min(Math.max(limit, leastLimit), MAX_LIMIT);
  if (rule === 'clamped' || clamped === limit) return clamped;
  throw wrongParameter(`limit is ${text}; allowed is ${leastLimit} to ${MAX_LIMIT}`);
}

/** Written by hand: no double would hold it. */
function nextField({ switches: { caughtUp, nextType } }: CallContext, place: bigint, count: number): string {
  if (count === 0 && caughtUp === 'absent') return '';
  const next = count === 0 && caughtUp === 'zero' ? 0n : place;
  return `"next":${nextType === 'text' ? `"${next}"` : next},`;
}

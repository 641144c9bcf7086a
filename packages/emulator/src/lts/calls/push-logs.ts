import { gunzipSync } from 'node:zlib';
import type { Answer } from '../../http/face.js';
import { jsonAnswer } from '../answer.js';
import type { CallContext } from '../call.js';
import { LtsError, wrongPush } from '../error.js';
import { type Fields, jsonReaders } from '../json.js';
import type { LogStream } from '../log-stream.js';
import { logJson, type NewLog, packetOf } from '../record.js';
import { nanoseconds } from '../time.js';

const MAX_LABELS = 100;
const MAX_RAW_BYTES = 64 * 1024 * 1024;
const MAX_AGE_NS = nanoseconds(2 * 86_400_000);

const json = jsonReaders(wrongPush, wrongPush);
const pushed = jsonAnswer({ errorCode: 'SVCSTG.ALS.200.200', errorMessage: 'Report success.', result: null });

/** All or nothing: every log is checked before the first is stored. One push goes into one shard. */
export function pushLogs(context: CallContext): Answer {
  const { route, nowMs, switches } = context;
  const stream = targetOf(context);
  context.quotas.takeWrite(route.logGroup ?? '', route.logStream ?? '', nowMs);
  const read = forms[route.form ?? ''];
  if (!read) throw wrongPush('unknown form of push');
  const logs = read(json.object(json.body(rawBody(context)), 'the body'), nowMs);
  for (const log of logs) checkSize(log, switches.maxLogBytes);
  const nowNs = nanoseconds(nowMs);
  const isRecent = ({ timeNs }: NewLog): boolean => timeNs >= nowNs - MAX_AGE_NS && timeNs <= nowNs + MAX_AGE_NS;
  const kept = switches.oldLogs === 'kept' ? logs : logs.filter(isRecent);
  if (kept.length > 0) stream.append(packetOf(kept.map((log) => logJson(log, nowMs, switches))), undefined, nowMs);
  return pushed;
}

/** A push has codes of its own for what is not there. */
function targetOf({ account, route }: CallContext): LogStream {
  try {
    return account.logStream(route.logGroup ?? '', route.logStream ?? '');
  } catch (error) {
    throw error instanceof LtsError ? wrongPush(error.message) : error;
  }
}

function rawBody({ request: { headers, body } }: CallContext): Buffer {
  const encoding = headers['content-encoding'] ?? '';
  if (encoding === '' || encoding === 'identity') return body;
  if (encoding !== 'gzip') throw wrongPush(`Content-Encoding is ${encoding}; allowed is gzip`);
  try {
    return gunzipSync(body, { maxOutputLength: MAX_RAW_BYTES });
  } catch {
    throw wrongPush('the body cannot be decompressed (gzip)');
  }
}

/** A log, and how many bytes its text or its pairs are. */
interface PushedLog extends NewLog {
  readonly bytes: number;
}

const forms: Readonly<Record<string, (body: Fields, nowMs: number) => readonly PushedLog[]>> = {
  'batch-contents': (body) =>
    json.list(body.log_items, 'log_items').flatMap((value) => {
      const item = json.object(value, 'what log_items holds');
      return linesOf(item.contents, labelsIn(item.labels));
    }),
  'high-accuracy': (body) => linesOf(body.contents, labelsOf(body.labels)),
  contents(body) {
    const timeNs = json.int64(body.log_time_ns, 'log_time_ns');
    const labels = labelsOf(body.labels);
    return json.list(body.contents, 'contents').map((line) => {
      const content = json.text(line, 'a log');
      return { labels, content, timeNs, bytes: Buffer.byteLength(content) };
    });
  },
  /** Structured: what a log holds are pairs, which stand beside the labels. */
  logs: (body, nowMs) =>
    json.list(body.logs, 'logs').map((value) => {
      const { time, lineNum, contents } = json.object(value, 'what logs holds');
      const pairs = json.list(contents, 'contents').map((pair) => json.object(pair, 'what contents holds'));
      return {
        labels: joined([labelsOf(body.labels), ...pairs]),
        bytes: pairs.flatMap(Object.entries).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0),
        timeNs: time === undefined ? nanoseconds(nowMs) : json.int64(time, 'time') * 1_000_000n,
        lineNum: lineNum === undefined ? nanoseconds(nowMs) : json.int64(lineNum, 'lineNum'),
      };
    }),
};

/** The last one of a name counts. No name, `__proto__` neither, means anything here. */
function joined(all: readonly Fields[]): Fields {
  return Object.fromEntries(all.flatMap(Object.entries));
}

/** Logs with a time each. */
function linesOf(contents: unknown, labels: Fields): readonly PushedLog[] {
  return json.list(contents, 'contents').map((value) => {
    const line = json.object(value, 'what contents holds');
    const timeNs = json.int64(line.log_time_ns, 'log_time_ns');
    const content = json.text(line.log, 'log');
    return { labels, content, timeNs, lineNum: timeNs, bytes: Buffer.byteLength(content) };
  });
}

/** A text that holds an object. */
function labelsIn(value: unknown): Fields {
  if (value === undefined || value === null || value === '') return {};
  return labelsOf(json.body(Buffer.from(json.text(value, 'labels'))));
}

function labelsOf(value: unknown): Fields {
  if (value === undefined || value === null) return {};
  const labels = json.object(value, 'labels');
  if (Object.keys(labels).length > MAX_LABELS) throw wrongPush(`more than ${MAX_LABELS} labels`);
  return labels;
}

function checkSize({ bytes }: PushedLog, maxLogBytes: number): void {
  if (bytes > maxLogBytes) throw wrongPush(`a log of more than ${maxLogBytes} bytes`);
}

import { ConsumerError } from '@polylog/core/driver';
import { JsonScanner } from '@polylog/driver-kit';
import { type Base64Progress, decodePaddedQuad, decodeQuads } from './base64.js';
import { ENVELOPE_BYTES, toldGroupBytes } from './envelope.js';

/** What the JSON of a pull says. */
export interface PullAnswer {
  /** Exactly as it stands there; a 64-bit whole number. */
  readonly nextOffset: string;
  readonly requestId: string | undefined;
  readonly groupCount: number;
  /**
   * The log groups without their envelopes, as one LogGroupList. Lies in the memory that held the JSON, which is gone
   * then: base64 is longer than what it stands for, so that each group fits into the place of its own message or before.
   */
  readonly logGroups: Buffer;
}

/**
 * Reads the JSON of a pull where it stands (CLS consumption, pull answer): `Response` with `NextOffset`, `Message` (a list
 * of texts, or null) and `RequestId`, in any order, beside whatever else. Yields after each message how far it has come, so
 * that the event loop can turn. Throws `corrupt-data`.
 */
export function* readPullAnswer(json: Buffer): Generator<number, PullAnswer> {
  const scanner = new JsonScanner(json);
  let answer: PullAnswer | undefined;
  for (let isFirst = true; ; isFirst = false) {
    const name = scanner.nextName(isFirst);
    if (name === undefined) break;
    if (name !== 'Response') scanner.skip();
    else if (answer === undefined) answer = yield* readResponse(scanner);
    else throw corrupt('there are two Responses');
  }
  scanner.end();
  if (answer === undefined) throw corrupt('there is no Response');
  return answer;
}

function* readResponse(scanner: JsonScanner): Generator<number, PullAnswer> {
  let nextOffset: string | undefined;
  let requestId: string | undefined;
  let messages: Messages | undefined;
  for (let isFirst = true; ; isFirst = false) {
    const name = scanner.nextName(isFirst);
    if (name === undefined) break;
    if (name === 'NextOffset') {
      if (nextOffset !== undefined) throw corrupt('there are two NextOffsets');
      nextOffset = offset(scanner);
    } else if (name === 'Message') {
      if (messages !== undefined) throw corrupt('there are two Messages');
      messages = yield* readMessages(scanner);
    } else if (name === 'RequestId' && scanner.peek() === 'text') requestId = scanner.text(LONGEST_REQUEST_ID);
    else scanner.skip();
  }
  if (nextOffset === undefined) throw corrupt('there is no NextOffset');
  const { groupCount, logGroups } = messages ?? NO_MESSAGES;
  return { nextOffset, requestId, groupCount, logGroups };
}

/** A longer one is no help to anybody. */
const LONGEST_REQUEST_ID = 200;

const LEAST_INT64 = -(2n ** 63n);
const MOST_INT64 = 2n ** 63n - 1n;

function offset(scanner: JsonScanner): string {
  const text = scanner.peek() === 'other' && !scanner.passNull() ? scanner.number() : '';
  if (!/^(?:-?[1-9]\d{0,18}|0)$/.test(text)) throw corrupt('NextOffset is no whole number');
  const value = BigInt(text);
  if (value < LEAST_INT64 || value > MOST_INT64) throw corrupt('NextOffset has more than 64 bits');
  return text;
}

type Messages = Pick<PullAnswer, 'groupCount' | 'logGroups'>;

const NO_MESSAGES: Messages = { groupCount: 0, logGroups: Buffer.alloc(0) };

function* readMessages(scanner: JsonScanner): Generator<number, Messages> {
  if (scanner.peek() === 'other' && scanner.passNull()) return NO_MESSAGES;
  const { bytes } = scanner;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasEscapes = bytes.includes('\\');
  // Behind the bracket there is room for what stands before a log group.
  const start = scanner.at;
  let to = start;
  let groupCount = 0;
  for (let isFirst = true; scanner.nextItem(isFirst); isFirst = false) {
    scanner.enterText();
    const resumeAt = hasEscapes ? unescapeInPlace(scanner) : undefined;
    to = decodeMessage(scanner, view, to);
    scanner.leaveText();
    if (resumeAt !== undefined) scanner.at = resumeAt;
    groupCount++;
    yield scanner.at;
  }
  return { groupCount, logGroups: bytes.subarray(start, to) };
}

const ENVELOPE_CHARACTERS = (ENVELOPE_BYTES / 3) * 4;
const GROUP = 0x0a;

/** Decodes the message whose text begins at the scanner's place, and writes its log group, framed, to `to`; returns its end. */
function decodeMessage(scanner: JsonScanner, view: DataView, to: number): number {
  const { bytes, at } = scanner;
  const progress: Base64Progress = { at, to: at };
  decodeQuads(view, progress, Math.min(at + ENVELOPE_CHARACTERS, bytes.length));
  if (progress.at < at + ENVELOPE_CHARACTERS) {
    scanner.at = progress.at;
    throw scanner.broken('a message is shorter than its envelope, or no base64');
  }
  const toldBytes = toldGroupBytes(view, at);
  const groupStart = writeFrame(bytes, to, toldBytes);
  progress.to = groupStart;
  decodeQuads(view, progress, bytes.length);
  decodePaddedQuad(view, progress, bytes.length);
  scanner.at = progress.at;
  if (progress.to - groupStart !== toldBytes) {
    throw corrupt(`an envelope tells of ${toldBytes} bytes, and ${progress.to - groupStart} follow`);
  }
  return progress.to;
}

/** Tag and length of a log group in a list. At most six bytes, where at least the envelope's text was before. */
function writeFrame(bytes: Buffer, at: number, groupBytes: number): number {
  bytes[at++] = GROUP;
  let rest = groupBytes;
  for (; rest > 127; rest >>>= 7) bytes[at++] = (rest & 127) | 128;
  bytes[at++] = rest;
  return at;
}

/**
 * Some encoders of JSON write "/" and "=" as escapes. Puts the characters of a text in their place, with a quote behind
 * them; the scanner stays where it is. Returns where it has to go on behind the text.
 */
function unescapeInPlace(scanner: JsonScanner): number {
  const { bytes, at } = scanner;
  const isPlain = scanner.passCharacters();
  const end = scanner.at;
  scanner.at = at;
  if (!isPlain) {
    const text = JSON.parse(bytes.toString('latin1', at - 1, end + 1)) as string;
    if (/[^\w+/=]/.test(text)) throw scanner.broken('a message is no base64');
    bytes[at + bytes.write(text, at, 'latin1')] = QUOTE;
  }
  return end + 1;
}

const QUOTE = 0x22;

const corrupt = (what: string): ConsumerError => new ConsumerError('corrupt-data', `answer of a pull: ${what}`);

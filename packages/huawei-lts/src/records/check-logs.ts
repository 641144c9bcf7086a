import { ConsumerError } from '@polylog/core/driver';
import { bytesFollow, type JsonScanner, patternOf } from '@polylog/driver-kit';
import { MOST_CURSOR } from '../wire/cursor.js';
import { CLOSE_OBJECT } from './characters.js';
import { LogPlaces } from './log-places.js';
import { passLabels } from './pass-labels.js';

/** What an answer holds. */
export interface CheckedLogs {
  readonly next: bigint | undefined;
  readonly places: LogPlaces;
}

/** Walks over a whole answer once. Yields now and then how far it has come, so that the event loop can turn. */
export function* checkLogs(scanner: JsonScanner): Generator<number, CheckedLogs> {
  if (scanner.peek() !== 'object') throw corrupt('it is no object');
  let next: bigint | undefined;
  let hasNext = false;
  let places: LogPlaces | undefined;
  for (let isFirst = true; ; isFirst = false) {
    const name = scanner.nextName(isFirst);
    if (name === undefined) break;
    if (name === 'next') {
      if (hasNext) throw corrupt('there are two "next"');
      hasNext = true;
      next = readNext(scanner);
    } else if (name === 'logs') {
      if (places !== undefined) throw corrupt('there are two "logs"');
      places = yield* checkList(scanner);
    } else scanner.skip();
  }
  scanner.end();
  return { next, places: places ?? new LogPlaces() };
}

/** An integer without quotes; text in an early revision. */
function readNext(scanner: JsonScanner): bigint | undefined {
  const kind = scanner.peek();
  if (kind === 'other' && scanner.passNull()) return undefined;
  const text = kind === 'text' ? scanner.text(LONGEST_CURSOR) : kind === 'other' ? scanner.number() : undefined;
  const next = text !== undefined && /^(?:0|[1-9]\d{0,18})$/.test(text) ? BigInt(text) : undefined;
  if (next === undefined || next > MOST_CURSOR) throw corrupt('its "next" is no cursor');
  return next;
}

const LONGEST_CURSOR = 19;

/** A turn of the generator costs more than a short log. */
const STEP_BYTES = 64 * 1024;

function* checkList(scanner: JsonScanner): Generator<number, LogPlaces> {
  const places = new LogPlaces();
  if (scanner.peek() === 'other' && scanner.passNull()) return places;
  let restAt = scanner.at + STEP_BYTES;
  for (let isFirst = true; scanner.nextItem(isFirst); isFirst = false) {
    checkLog(scanner, places);
    if (scanner.at < restAt) continue;
    yield scanner.at;
    restAt = scanner.at + STEP_BYTES;
  }
  return places;
}

/** How nearly every log begins. */
const BEGIN = patternOf(Buffer.from('{"labels":{'));

/** Passes over a log that holds its labels and nothing else, or leaves it to the slow way. */
function checkLog(scanner: JsonScanner, places: LogPlaces): void {
  const { at, bytes, view } = scanner;
  if (bytesFollow(bytes, view, at, BEGIN)) {
    const start = at + BEGIN.length - 1;
    scanner.at = start;
    const timeAt = passLabels(scanner);
    const end = scanner.at;
    if (bytes[end] === CLOSE_OBJECT) {
      scanner.at = end + 1;
      places.add(start, end, timeAt);
      return;
    }
    scanner.at = at;
  }
  checkAnyLog(scanner, places);
}

function checkAnyLog(scanner: JsonScanner, places: LogPlaces): void {
  let start = 0;
  let end = 0;
  let timeAt = 0;
  let hasLabels = false;
  for (let isFirst = true; ; isFirst = false) {
    const name = scanner.nextName(isFirst);
    if (name === undefined) break;
    if (name !== 'labels') {
      scanner.skip();
      continue;
    }
    if (hasLabels) throw corrupt('a log has two "labels"');
    hasLabels = true;
    const kind = scanner.peek();
    if (kind === 'other' && scanner.passNull()) continue;
    if (kind !== 'object') throw corrupt('the "labels" of a log are no object');
    start = scanner.at;
    timeAt = passLabels(scanner);
    end = scanner.at;
  }
  places.add(start, end, timeAt);
}

const corrupt = (what: string): ConsumerError => new ConsumerError('corrupt-data', `answer of a pull: ${what}`);

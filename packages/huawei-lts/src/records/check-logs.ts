import { ConsumerError } from '@polylog/core/driver';
import { JsonScanner } from '@polylog/driver-kit';
import { MOST_CURSOR } from '../wire/cursor.js';

/** Where everything stands in an answer. */
export interface LogPlaces {
  readonly next: bigint | undefined;
  /** Of each log where its labels begin; undefined for one without any. */
  readonly labels: readonly (number | undefined)[];
}

/** Walks over a whole answer once. Yields after each log how far it has come, so that the event loop can turn. */
export function* checkLogs(json: Buffer): Generator<number, LogPlaces> {
  const scanner = new JsonScanner(json);
  if (scanner.peek() !== 'object') throw corrupt('it is no object');
  let next: bigint | undefined;
  let hasNext = false;
  let labels: readonly (number | undefined)[] | undefined;
  for (let isFirst = true; ; isFirst = false) {
    const name = scanner.nextName(isFirst);
    if (name === undefined) break;
    if (name === 'next') {
      if (hasNext) throw corrupt('there are two "next"');
      hasNext = true;
      next = readNext(scanner);
    } else if (name === 'logs') {
      if (labels !== undefined) throw corrupt('there are two "logs"');
      labels = yield* readLogs(scanner);
    } else scanner.skip();
  }
  scanner.end();
  return { next, labels: labels ?? [] };
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

function* readLogs(scanner: JsonScanner): Generator<number, readonly (number | undefined)[]> {
  const labels: (number | undefined)[] = [];
  if (scanner.peek() === 'other' && scanner.passNull()) return labels;
  for (let isFirst = true; scanner.nextItem(isFirst); isFirst = false) {
    labels.push(readLog(scanner));
    yield scanner.at;
  }
  return labels;
}

/** Passes over a log; where its labels begin. */
function readLog(scanner: JsonScanner): number | undefined {
  let labelsAt: number | undefined;
  let hasLabels = false;
  for (let isFirst = true; ; isFirst = false) {
    const name = scanner.nextName(isFirst);
    if (name === undefined) return labelsAt;
    if (name === 'labels') {
      if (hasLabels) throw corrupt('a log has two "labels"');
      hasLabels = true;
      const kind = scanner.peek();
      if (kind === 'other' && scanner.passNull()) continue;
      if (kind !== 'object') throw corrupt('the "labels" of a log are no object');
      labelsAt = scanner.at;
    }
    scanner.skip();
  }
}

const corrupt = (what: string): ConsumerError => new ConsumerError('corrupt-data', `answer of a pull: ${what}`);
